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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
    public void reportUnscheduled(PodInfo pod, String reason, String message, Optional<String> nominatedNode) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        Optional<PodCondition> present = condition(pod.object());
        Long generation = pod.object().getMetadata().getGeneration();
        if (!says(present, reason, message, generation)) {
            ObjectNode condition = status.putArray("conditions").addObject();
            condition.put("type", "PodScheduled").put("status", "False");
            condition.put("reason", reason).put("message", message);
            condition.putNull("lastProbeTime");
            condition.put("lastTransitionTime", transitionTime(present));
            if (generation != null) {
                condition.put("observedGeneration", generation);
            }
        }
        if (nominatedNode.isPresent() && !nominatedNode.get().equals(pod.nominatedNodeName())) {
            status.put("nominatedNodeName", nominatedNode.get().isEmpty() ? null : nominatedNode.get());
        }
        if (status.isEmpty()) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", pod.uid());
        patch.set("status", status);
        client.pods()
                .inNamespace(pod.key().namespace())
                .withName(pod.key().name())
                .subresource("status")
                .patch(STRATEGIC_MERGE, patch.toString());
    }

    private static Optional<PodCondition> condition(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("PodScheduled"))
                        .findFirst();
    }

    private static boolean says(Optional<PodCondition> present, String reason, String message, Long generation) {
        return present.filter(condition -> condition.getStatus().equals("False"))
                .filter(condition -> reason.equals(condition.getReason()))
                .filter(condition -> message.equals(condition.getMessage()))
                .filter(condition -> Objects.equals(generation, condition.getObservedGeneration()))
                .isPresent();
    }

    private String transitionTime(Optional<PodCondition> present) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return present.filter(condition -> condition.getStatus().equals("False"))
                .map(PodCondition::getLastTransitionTime)
                .orElse(now.toString());
    }
}
