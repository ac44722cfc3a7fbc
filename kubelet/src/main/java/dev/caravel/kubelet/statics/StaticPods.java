package dev.caravel.kubelet.statics;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.pods.PodWorkers;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Pods that this node runs by itself, and their mirrors: pods in the API that show them, made again when deleted there.
 * Thread-safe.
 */
public final class StaticPods {
    private static final Logger log = Logger.getLogger(StaticPods.class);
    static final String SOURCE = "kubernetes.io/config.source";
    static final String HASH = "kubernetes.io/config.hash";
    static final String MIRROR = "kubernetes.io/config.mirror";

    private final KubernetesClient client;
    private final PodWorkers workers;
    /** The uid of this node in the API, once it is registered: the owner of mirrors. */
    private final Supplier<Optional<String>> nodeUid;

    private final Map<String, Pod> wanted = new HashMap<>();
    private final Map<String, Pod> mirrors = new HashMap<>();

    public StaticPods(KubernetesClient client, PodWorkers workers, Supplier<Optional<String>> nodeUid) {
        this.client = requireNonNull(client, "client is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.nodeUid = requireNonNull(nodeUid, "nodeUid is null");
    }

    public static boolean isMirror(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey(MIRROR);
    }

    /** The pods that the node's manifests now describe, by file name. */
    public synchronized void set(Map<String, Pod> pods) {
        Map<String, Pod> before = new HashMap<>(wanted);
        wanted.clear();
        pods.values().forEach(pod -> wanted.put(pod.getMetadata().getUid(), pod));
        before.forEach((uid, pod) -> {
            if (!wanted.containsKey(uid)) {
                workers.remove(uid);
                Optional.ofNullable(mirrors.get(key(pod))).ifPresent(this::deleteMirror);
            }
        });
        wanted.forEach((uid, pod) -> {
            if (!before.containsKey(uid)) {
                workers.updateStatic(pod, mirrorOf(pod));
            }
        });
        wanted.values().forEach(this::ensureMirror);
    }

    public synchronized void mirrorChanged(Pod mirror) {
        mirrors.put(key(mirror), mirror);
        Pod pod = wantedFor(mirror);
        if (pod == null || mirror.getMetadata().getDeletionTimestamp() != null || !shows(mirror, pod)) {
            deleteMirror(mirror);
        } else {
            workers.updateMirror(pod.getMetadata().getUid(), mirror);
        }
    }

    public synchronized void mirrorGone(Pod mirror) {
        mirrors.remove(key(mirror));
        Pod pod = wantedFor(mirror);
        if (pod != null) {
            workers.updateMirror(pod.getMetadata().getUid(), null);
            ensureMirror(pod);
        }
    }

    /** Tries again to make the mirrors that could not be made. */
    public synchronized void ensureMirrors() {
        wanted.values().forEach(this::ensureMirror);
    }

    private Pod wantedFor(Pod mirror) {
        return wanted.values().stream()
                .filter(pod -> key(pod).equals(key(mirror)))
                .findFirst()
                .orElse(null);
    }

    private Pod mirrorOf(Pod pod) {
        Pod mirror = mirrors.get(key(pod));
        return mirror != null && shows(mirror, pod) ? mirror : null;
    }

    private static boolean shows(Pod mirror, Pod pod) {
        return pod.getMetadata()
                .getAnnotations()
                .get(HASH)
                .equals(mirror.getMetadata().getAnnotations().get(MIRROR));
    }

    private void ensureMirror(Pod pod) {
        Optional<String> owner = nodeUid.get();
        if (mirrors.containsKey(key(pod)) || owner.isEmpty()) {
            return;
        }
        Pod mirror = new PodBuilder(pod)
                .editMetadata()
                .withUid(null)
                .addToAnnotations(MIRROR, pod.getMetadata().getAnnotations().get(HASH))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(pod.getSpec().getNodeName())
                        .withUid(owner.get())
                        .withController(true)
                        .build())
                .endMetadata()
                .withStatus(null)
                .build();
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .resource(mirror)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                log.warnf("cannot make the mirror of static pod %s: %s", key(pod), e.getMessage());
            }
        }
    }

    private void deleteMirror(Pod mirror) {
        try {
            client.pods()
                    .inNamespace(mirror.getMetadata().getNamespace())
                    .withName(mirror.getMetadata().getName())
                    .withGracePeriod(0)
                    .delete();
        } catch (KubernetesClientException e) {
            log.warnf("cannot delete mirror pod %s: %s", key(mirror), e.getMessage());
        }
    }

    private static String key(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
