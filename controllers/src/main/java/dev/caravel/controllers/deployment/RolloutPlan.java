package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The next steps of a rollout: which sets get which size. Pure. */
final class RolloutPlan {
    private RolloutPlan() {}

    /** The size at which to create or to which to raise the current set, given all sets there are. */
    static int currentSize(Deployment deployment, int size, int totalSize) {
        int wanted = DeploymentSizes.wanted(deployment);
        if (size >= wanted) {
            return wanted;
        }
        if (!DeploymentSizes.isRolling(deployment)) {
            return wanted;
        }
        int room = wanted + DeploymentSizes.maxSurge(deployment) - totalSize;
        return room <= 0 ? size : size + Math.min(room, wanted - size);
    }

    /** One step of a rolling update: grow the current set, or, when it cannot grow now, shrink the old ones. */
    static List<Scale> rolling(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        int size = DeploymentSizes.wanted(current);
        int total = DeploymentSizes.wanted(old) + size;
        Scale grown = new Scale(current, currentSize(deployment, size, total));
        return grown.changesSize() ? List.of(grown) : shrinkOld(deployment, current, old);
    }

    private static List<Scale> shrinkOld(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        int minAvailable = DeploymentSizes.minAvailable(deployment);
        int total = DeploymentSizes.wanted(old) + DeploymentSizes.wanted(current);
        int currentUnavailable = DeploymentSizes.wanted(current) - DeploymentSizes.available(current);
        int mayGo = total - minAvailable - currentUnavailable;
        if (DeploymentSizes.wanted(old) == 0 || mayGo <= 0) {
            return List.of();
        }
        List<ReplicaSet> sorted = old.stream().sorted(Revisions.OLDEST_FIRST).toList();
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        sorted.forEach(set -> sizes.put(set, DeploymentSizes.wanted(set)));

        // Pods that are not available are missed by nobody: they go first.
        for (ReplicaSet set : sorted) {
            int unhealthy = Math.max(0, sizes.get(set) - DeploymentSizes.available(set));
            int go = Math.min(mayGo, unhealthy);
            sizes.merge(set, -go, Integer::sum);
            mayGo -= go;
        }
        int available = sorted.stream().mapToInt(DeploymentSizes::available).sum() + DeploymentSizes.available(current);
        int spare = Math.max(0, available - minAvailable);
        for (ReplicaSet set : sorted) {
            int go = Math.min(spare, sizes.get(set));
            sizes.merge(set, -go, Integer::sum);
            spare -= go;
        }
        return changes(sizes);
    }

    /** The first half of recreation: no old set keeps a pod. */
    static List<Scale> stopOld(List<ReplicaSet> old) {
        return old.stream()
                .map(set -> new Scale(set, 0))
                .filter(Scale::changesSize)
                .toList();
    }

    /**
     * A Deployment that was resized: a single active set takes all of it; several in a rolling update share it in
     * proportion, so that a rollout that goes wrong is not spread by the resizing.
     *
     * @param current null when there is no set of the present template
     */
    static List<Scale> resized(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        int wanted = DeploymentSizes.wanted(deployment);
        List<ReplicaSet> all = new ArrayList<>(old);
        if (current != null) {
            all.add(current);
        }
        List<ReplicaSet> active =
                all.stream().filter(set -> DeploymentSizes.wanted(set) > 0).toList();
        if (all.isEmpty()) {
            return List.of();
        }
        if (active.size() <= 1) {
            ReplicaSet latest = current != null
                    ? current
                    : old.stream().max(Revisions.OLDEST_FIRST).orElseThrow();
            return List.of(new Scale(active.isEmpty() ? latest : active.getFirst(), wanted));
        }
        if (isSaturated(deployment, current)) {
            return stopOld(old);
        }
        return DeploymentSizes.isRolling(deployment) ? ProportionalScaling.plan(deployment, active) : List.of();
    }

    private static boolean isSaturated(Deployment deployment, ReplicaSet current) {
        int wanted = DeploymentSizes.wanted(deployment);
        return current != null
                && DeploymentSizes.wanted(current) == wanted
                && Integer.toString(wanted)
                        .equals(Revisions.annotations(current).get(Revisions.DESIRED))
                && DeploymentSizes.available(current) == wanted;
    }

    private static List<Scale> changes(Map<ReplicaSet, Integer> sizes) {
        return sizes.entrySet().stream()
                .map(entry -> new Scale(entry.getKey(), entry.getValue()))
                .filter(Scale::changesSize)
                .toList();
    }
}
