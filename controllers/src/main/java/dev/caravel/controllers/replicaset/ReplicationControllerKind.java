package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.ownership.LabelMatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.ReplicationControllerConditionBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.util.Map;

/** {@code v1}: the same with a plain map as its selector, and without a count of terminating pods. */
final class ReplicationControllerKind implements ReplicaKind<ReplicationController> {
    @Override
    public String kind() {
        return "ReplicationController";
    }

    @Override
    public boolean selects(ReplicationController controller, HasMetadata pod) {
        Map<String, String> selector = controller.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && LabelMatch.labels(pod).entrySet().containsAll(selector.entrySet());
    }

    @Override
    public Replicas replicas(ReplicationController controller) {
        return Replicas.of(
                controller.getSpec().getReplicas(),
                controller.getSpec().getTemplate(),
                controller.getSpec().getMinReadySeconds(),
                controller.getMetadata().getGeneration(),
                read(controller.getStatus()));
    }

    private static ReplicaSetStatus read(ReplicationControllerStatus status) {
        if (status == null) {
            return null;
        }
        return new ReplicaSetStatusBuilder()
                .withReplicas(status.getReplicas())
                .withFullyLabeledReplicas(status.getFullyLabeledReplicas())
                .withReadyReplicas(status.getReadyReplicas())
                .withAvailableReplicas(status.getAvailableReplicas())
                .withObservedGeneration(status.getObservedGeneration())
                .withConditions(status.getConditions().stream()
                        .map(ReplicationControllerKind::read)
                        .toList())
                .build();
    }

    private static ReplicaSetCondition read(ReplicationControllerCondition condition) {
        return new ReplicaSetConditionBuilder()
                .withType(condition.getType())
                .withStatus(condition.getStatus())
                .withReason(condition.getReason())
                .withMessage(condition.getMessage())
                .withLastTransitionTime(condition.getLastTransitionTime())
                .build();
    }

    @Override
    public ReplicationController withStatus(ReplicationController controller, ReplicaSetStatus status) {
        return new ReplicationControllerBuilder(controller)
                .withStatus(new ReplicationControllerStatusBuilder()
                        .withReplicas(status.getReplicas())
                        .withFullyLabeledReplicas(status.getFullyLabeledReplicas())
                        .withReadyReplicas(status.getReadyReplicas())
                        .withAvailableReplicas(status.getAvailableReplicas())
                        .withObservedGeneration(status.getObservedGeneration())
                        .withConditions(status.getConditions().stream()
                                .map(ReplicationControllerKind::write)
                                .toList())
                        .build())
                .build();
    }

    private static ReplicationControllerCondition write(ReplicaSetCondition condition) {
        return new ReplicationControllerConditionBuilder()
                .withType(condition.getType())
                .withStatus(condition.getStatus())
                .withReason(condition.getReason())
                .withMessage(condition.getMessage())
                .withLastTransitionTime(condition.getLastTransitionTime())
                .build();
    }
}
