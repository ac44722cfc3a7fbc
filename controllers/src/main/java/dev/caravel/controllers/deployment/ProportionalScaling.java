package dev.caravel.controllers.deployment;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares the change of a Deployment's size among its active sets, by their part of the whole. Pure. */
final class ProportionalScaling {
    private ProportionalScaling() {}

    static List<Scale> plan(Deployment deployment, List<ReplicaSet> active) {
        int wanted = DeploymentSizes.wanted(deployment);
        int allowed = wanted > 0 ? wanted + DeploymentSizes.maxSurge(deployment) : 0;
        int toAdd = allowed - DeploymentSizes.wanted(active);
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSet set : largestFirst(active, toAdd > 0)) {
            int size = DeploymentSizes.wanted(set);
            int share = share(deployment, set, allowed, toAdd, added);
            sizes.put(set, size + share);
            added += share;
        }
        return settleRest(sizes, toAdd - added);
    }

    /** Equal sets: the newest grows first, the oldest shrinks first. */
    private static List<ReplicaSet> largestFirst(List<ReplicaSet> sets, boolean growing) {
        Comparator<ReplicaSet> age =
                growing ? Revisions.OLDEST_FIRST.reversed()::compare : Revisions.OLDEST_FIRST::compare;
        return sets.stream()
                .sorted(Comparator.<ReplicaSet>comparingInt(DeploymentSizes::wanted)
                        .reversed()
                        .thenComparing(age))
                .toList();
    }

    private static int share(Deployment deployment, ReplicaSet set, int allowed, int toAdd, int added) {
        if (toAdd == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(deployment, set, allowed);
        int left = toAdd - added;
        return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private static int fraction(Deployment deployment, ReplicaSet set, int allowed) {
        int size = DeploymentSizes.wanted(set);
        if (DeploymentSizes.wanted(deployment) == 0) {
            return -size;
        }
        int before = allowedBefore(deployment, set);
        return before == 0 ? 0 : (int) Math.round((double) size * allowed / before) - size;
    }

    /** How many pods the Deployment might have when the set was last sized. */
    private static int allowedBefore(Deployment deployment, ReplicaSet set) {
        String max = Revisions.annotations(set).get(Revisions.MAX);
        int before = max != null && max.matches("\\d{1,9}") ? Integer.parseInt(max) : 0;
        return before > 0 || deployment.getStatus() == null
                ? before
                : DeploymentSizes.orZero(deployment.getStatus().getReplicas());
    }

    /** What rounding left over goes to the largest. */
    private static List<Scale> settleRest(Map<ReplicaSet, Integer> sizes, int rest) {
        List<Scale> scales = new ArrayList<>();
        int left = rest;
        for (Map.Entry<ReplicaSet, Integer> entry : sizes.entrySet()) {
            int size = Math.max(0, entry.getValue() + left);
            left = 0;
            scales.add(new Scale(entry.getKey(), size));
        }
        return scales;
    }
}
