package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.Collection;
import java.util.Optional;

/** The numbers that bound a rollout. */
final class DeploymentSizes {
    private static final String DEFAULT_FRACTION = "25%";

    private DeploymentSizes() {}

    static int wanted(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    static int wanted(ReplicaSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    static int wanted(Collection<ReplicaSet> sets) {
        return sets.stream().mapToInt(DeploymentSizes::wanted).sum();
    }

    static int available(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getAvailableReplicas());
    }

    static int orZero(Integer value) {
        return value == null ? 0 : value;
    }

    static boolean isRolling(Deployment deployment) {
        return deployment.getSpec().getStrategy() == null
                || !"Recreate".equals(deployment.getSpec().getStrategy().getType());
    }

    /** Pods that may exist beyond those wanted; 0 when recreating. */
    static int maxSurge(Deployment deployment) {
        return isRolling(deployment)
                ? scaled(rolling(deployment).map(RollingUpdateDeployment::getMaxSurge), wanted(deployment), true)
                : 0;
    }

    /** Pods that may be missing of those wanted; 0 when recreating. */
    static int maxUnavailable(Deployment deployment) {
        if (!isRolling(deployment) || wanted(deployment) == 0) {
            return 0;
        }
        int unavailable =
                scaled(rolling(deployment).map(RollingUpdateDeployment::getMaxUnavailable), wanted(deployment), false);
        // Both may round to 0; then nothing could move.
        return unavailable == 0 && maxSurge(deployment) == 0 ? 1 : Math.min(unavailable, wanted(deployment));
    }

    static int minAvailable(Deployment deployment) {
        return isRolling(deployment) ? wanted(deployment) - maxUnavailable(deployment) : 0;
    }

    private static Optional<RollingUpdateDeployment> rolling(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getStrategy()).map(strategy -> strategy.getRollingUpdate());
    }

    static int scaled(Optional<IntOrString> value, int total, boolean roundUp) {
        IntOrString bound = value.orElseGet(() -> new IntOrString(DEFAULT_FRACTION));
        if (bound.getIntVal() != null) {
            return bound.getIntVal();
        }
        String text = bound.getStrVal();
        if (!text.endsWith("%")) {
            throw new IllegalArgumentException("invalid value for IntOrString: " + text);
        }
        int percent = Integer.parseInt(text.substring(0, text.length() - 1));
        return roundUp ? Math.ceilDiv(percent * total, 100) : percent * total / 100;
    }
}
