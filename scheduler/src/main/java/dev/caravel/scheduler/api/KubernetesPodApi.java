package dev.caravel.scheduler.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cycle.PodApi;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Writes to pods through the Kubernetes API. Thread-safe. */
public final class KubernetesPodApi implements PodApi {
    private static final PatchContext STRATEGIC_MERGE = PatchContext.of(PatchType.STRATEGIC_MERGE);

    private final KubernetesClient client;
    private final Clock clock;

    public KubernetesPodApi(KubernetesClient client, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void bind(PodInfo pod, String node) {
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                .withNamespace(pod.key().namespace())
                .withName(pod.key().name())
                .withUid(pod.uid())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build();
        client.bindings().inNamespace(pod.key().namespace()).resource(binding).create();
    }

    @Override
    public void preempt(PodInfo victim, String message) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        addCondition(status, victim, "DisruptionTarget", "True", "PreemptionByScheduler", message);
        try {
            if (!status.isEmpty()) {
                patchStatus(victim, status);
            }
            pod(victim).delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void withdrawNomination(PodInfo pod) {
        patchStatus(pod, JsonNodeFactory.instance.objectNode().putNull("nominatedNodeName"));
    }

    @Override
    public void reportUnscheduled(PodInfo pod, String reason, String message, Optional<String> nominatedNode) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        addCondition(status, pod, "PodScheduled", "False", reason, message);
        if (nominatedNode.isPresent() && !nominatedNode.get().equals(pod.nominatedNodeName())) {
            status.put("nominatedNodeName", nominatedNode.get().isEmpty() ? null : nominatedNode.get());
        }
        if (!status.isEmpty()) {
            patchStatus(pod, status);
        }
    }

    private void patchStatus(PodInfo pod, ObjectNode status) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", pod.uid());
        patch.set("status", status);
        pod(pod).subresource("status").patch(STRATEGIC_MERGE, patch.toString());
    }

    private PodResource pod(PodInfo pod) {
        return client.pods()
                .inNamespace(pod.key().namespace())
                .withName(pod.key().name());
    }

    /** Adds the condition to the patch, unless the pod has it like that already. */
    private void addCondition(
            ObjectNode status, PodInfo pod, String type, String value, String reason, String message) {
        Long generation = pod.object().getMetadata().getGeneration();
        PodCondition wanted = new PodConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .build();
        Optional<PodCondition> present = condition(pod.object(), type);
        if (present.filter(condition -> isSame(condition, wanted)).isPresent()) {
            return;
        }
        ObjectNode condition = status.putArray("conditions").addObject();
        condition.put("type", type).put("status", value).put("reason", reason).put("message", message);
        condition.putNull("lastProbeTime");
        condition.put("lastTransitionTime", transitionTime(present, value));
        if (generation != null) {
            condition.put("observedGeneration", generation);
        }
    }

    private static boolean isSame(PodCondition a, PodCondition b) {
        return Objects.equals(a.getStatus(), b.getStatus())
                && Objects.equals(a.getReason(), b.getReason())
                && Objects.equals(a.getMessage(), b.getMessage())
                && Objects.equals(a.getObservedGeneration(), b.getObservedGeneration());
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    private String transitionTime(Optional<PodCondition> present, String status) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return present.filter(condition -> condition.getStatus().equals(status))
                .map(PodCondition::getLastTransitionTime)
                .orElse(now.toString());
    }
}
