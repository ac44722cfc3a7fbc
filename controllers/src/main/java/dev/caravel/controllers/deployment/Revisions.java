package dev.caravel.controllers.deployment;

import dev.caravel.controllers.ownership.LabelMatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The history of a Deployment as its ReplicaSets' annotations tell it. */
final class Revisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";
    static final String HASH_LABEL = "pod-template-hash";

    /** Annotations that mean the object they are on, and are not handed down. */
    private static final Set<String> OWN = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            HISTORY,
            DESIRED,
            MAX,
            "deprecated.deployment.rollback.to");

    private Revisions() {}

    static final Comparator<HasMetadata> OLDEST_FIRST = Comparator.<HasMetadata, String>comparing(
                    object -> Optional.ofNullable(object.getMetadata().getCreationTimestamp())
                            .orElse(""))
            .thenComparing(object -> object.getMetadata().getName());

    /** The set whose pods are those that the Deployment wants; the oldest, should there be several. */
    static Optional<ReplicaSet> current(Deployment deployment, Collection<ReplicaSet> sets) {
        PodTemplateSpec wanted = withoutHash(deployment.getSpec().getTemplate());
        return sets.stream()
                .sorted(OLDEST_FIRST)
                .filter(set -> withoutHash(set.getSpec().getTemplate()).equals(wanted))
                .findFirst();
    }

    private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        PodTemplateSpecBuilder builder = new PodTemplateSpecBuilder(template);
        return template.getMetadata() == null
                ? builder.build()
                : builder.editMetadata()
                        .removeFromLabels(HASH_LABEL)
                        .endMetadata()
                        .build();
    }

    static long revision(HasMetadata object) {
        String revision = annotations(object).get(REVISION);
        try {
            return revision == null ? 0 : Long.parseLong(revision);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** The revision of what is rolled out now: one more than the newest of {@code old}. */
    static long next(Collection<ReplicaSet> old) {
        return old.stream().mapToLong(Revisions::revision).max().orElse(0) + 1;
    }

    /** The annotations that the current set should have at {@code revision}. */
    static Map<String, String> annotations(Deployment deployment, Map<String, String> present, long revision) {
        Map<String, String> result = new HashMap<>(present);
        annotations(deployment).forEach((name, value) -> {
            if (!OWN.contains(name)) {
                result.put(name, value);
            }
        });
        String before = present.get(REVISION);
        long had = before == null ? 0 : parse(before);
        if (had < revision) {
            result.put(REVISION, Long.toString(revision));
            if (before != null) {
                result.merge(HISTORY, before, (history, last) -> history.isEmpty() ? last : history + "," + last);
            }
        }
        return result;
    }

    private static long parse(String revision) {
        try {
            return Long.parseLong(revision);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    /** The sets that the history limit does not let stay, the oldest revision first. */
    static List<ReplicaSet> surplus(Deployment deployment, Collection<ReplicaSet> old) {
        Integer limit = deployment.getSpec().getRevisionHistoryLimit();
        if (limit == null) {
            return List.of();
        }
        List<ReplicaSet> alive = old.stream()
                .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparingLong(Revisions::revision).thenComparing(OLDEST_FIRST))
                .toList();
        return alive.stream()
                .limit(Math.max(0, alive.size() - limit))
                .filter(Revisions::isSpent)
                .toList();
    }

    private static boolean isSpent(ReplicaSet set) {
        return set.getStatus() != null
                && DeploymentSizes.orZero(set.getStatus().getReplicas()) == 0
                && DeploymentSizes.wanted(set) == 0
                && set.getStatus().getObservedGeneration() != null
                && set.getMetadata().getGeneration() <= set.getStatus().getObservedGeneration();
    }

    /** Whether the Deployment was resized since its sets were, and they must be before a rollout goes on. */
    static boolean isResized(Deployment deployment, Collection<ReplicaSet> sets) {
        String wanted = Integer.toString(DeploymentSizes.wanted(deployment));
        return sets.stream()
                .filter(set -> DeploymentSizes.wanted(set) > 0)
                .map(set -> annotations(set).get(DESIRED))
                .anyMatch(desired -> desired != null && !desired.equals(wanted));
    }

    static boolean selects(Deployment deployment, ReplicaSet set) {
        return LabelMatch.matches(deployment.getSpec().getSelector(), set);
    }
}
