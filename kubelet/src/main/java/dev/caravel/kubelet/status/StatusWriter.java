package dev.caravel.kubelet.status;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells the API server of pods' status: the newest status of a pod wins over older ones that wait, one write per pod at a
 * time, tried again until it is told or the pod is gone. Thread-safe.
 */
public final class StatusWriter {
    private static final Logger log = Logger.getLogger(StatusWriter.class);
    /** Upstream tells again every ten seconds what could not be told. */
    private static final long RETRY_MILLIS = 10_000;

    private final KubernetesClient client;
    private final ObjectMapper mapper = Serialization.jsonMapper();
    private final Map<String, Entry> entries = new HashMap<>();

    private static final class Entry {
        Pod pod;
        JsonNode wanted;
        JsonNode told;
        boolean writing;
    }

    public StatusWriter(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * @param pod as the API has it: for a static pod its mirror
     */
    public synchronized void set(Pod pod, PodStatus status) {
        Entry entry = entries.computeIfAbsent(pod.getMetadata().getUid(), _ -> new Entry());
        entry.pod = pod;
        entry.wanted = mapper.valueToTree(status);
        if (entry.told == null) {
            entry.told = mapper.valueToTree(pod.getStatus());
        }
        if (!entry.writing && !entry.wanted.equals(entry.told)) {
            entry.writing = true;
            Thread.ofVirtual().name("status-" + pod.getMetadata().getName()).start(() -> write(entry));
        }
    }

    /** Waits until what was set last is told, or the pod is gone. */
    public synchronized void flush(String uid) throws InterruptedException {
        Entry entry = entries.get(uid);
        while (entry != null && entry.writing) {
            wait();
        }
    }

    public synchronized void forget(String uid) {
        entries.remove(uid);
    }

    /** Removes the pod from the API for good; its containers have ended. */
    public void delete(Pod pod) {
        String path = "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(path, "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private void write(Entry entry) {
        try {
            while (true) {
                Optional<JsonNode> patch;
                JsonNode wanted;
                Pod pod;
                synchronized (this) {
                    pod = entry.pod;
                    wanted = entry.wanted;
                    patch = StatusPatch.between(mapper, entry.told, wanted);
                    if (patch.isEmpty()) {
                        entry.writing = false;
                        notifyAll();
                        return;
                    }
                }
                if (!tell(pod, patch.get())) {
                    Thread.sleep(RETRY_MILLIS);
                    continue;
                }
                synchronized (this) {
                    entry.told = wanted;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tell(Pod pod, JsonNode status) {
        ObjectNode patch = mapper.createObjectNode();
        // The uid keeps us from writing on a namesake.
        patch.putObject("metadata").put("uid", pod.getMetadata().getUid());
        patch.set("status", status);
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch.toString());
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                log.debugf(
                        "pod %s is gone, its status is not told",
                        pod.getMetadata().getName());
                return true;
            }
            log.warnf(
                    "cannot tell the status of pod %s/%s: %s",
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName(), e.getMessage());
            return false;
        }
    }
}
