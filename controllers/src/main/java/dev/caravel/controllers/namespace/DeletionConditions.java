package dev.caravel.controllers.namespace;

import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How a namespace's deletion goes, as conditions: a pure function of what is left. */
final class DeletionConditions {
    private record Condition(String type, boolean bad, String reason, String message) {
        NamespaceCondition since(Instant now) {
            return new NamespaceConditionBuilder()
                    .withType(type)
                    .withStatus(bad ? "True" : "False")
                    .withReason(reason)
                    .withMessage(message)
                    .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .build();
        }
    }

    private DeletionConditions() {}

    static List<NamespaceCondition> of(NamespaceContents.Leftover left, List<NamespaceCondition> present, Instant now) {
        Map<String, NamespaceCondition> result = new LinkedHashMap<>();
        present.forEach(condition -> result.put(condition.getType(), condition));
        for (Condition condition : conditions(left)) {
            result.merge(condition.type(), condition.since(now), DeletionConditions::newer);
        }
        return List.copyOf(result.values());
    }

    /** The time is that of the last change of status, not of words. */
    private static NamespaceCondition newer(NamespaceCondition before, NamespaceCondition after) {
        return before.getStatus().equals(after.getStatus())
                ? new NamespaceConditionBuilder(after)
                        .withLastTransitionTime(before.getLastTransitionTime())
                        .build()
                : after;
    }

    private static List<Condition> conditions(NamespaceContents.Leftover left) {
        return List.of(
                left.discoveryFailures().isEmpty()
                        ? new Condition(
                                "NamespaceDeletionDiscoveryFailure",
                                false,
                                "ResourcesDiscovered",
                                "All resources successfully discovered")
                        : new Condition(
                                "NamespaceDeletionDiscoveryFailure",
                                true,
                                "DiscoveryFailed",
                                "Discovery failed for some groups, %d failing: %s"
                                        .formatted(left.discoveryFailures().size(), left.discoveryFailures())),
                new Condition(
                        "NamespaceDeletionGroupVersionParsingFailure",
                        false,
                        "ParsedGroupVersions",
                        "All legacy kube types successfully parsed"),
                left.deletionFailures().isEmpty()
                        ? new Condition(
                                "NamespaceDeletionContentFailure",
                                false,
                                "ContentDeleted",
                                "All content successfully deleted, may be waiting on finalization")
                        : new Condition(
                                "NamespaceDeletionContentFailure",
                                true,
                                "ContentDeletionFailed",
                                "Failed to delete all resource types, %d remaining: %s"
                                        .formatted(
                                                left.deletionFailures().size(),
                                                String.join(
                                                        ", ",
                                                        left.deletionFailures().values()))),
                left.remaining().isEmpty()
                        ? new Condition(
                                "NamespaceContentRemaining",
                                false,
                                "ContentRemoved",
                                "All content successfully removed")
                        : new Condition(
                                "NamespaceContentRemaining",
                                true,
                                "SomeResourcesRemain",
                                "Some resources are remaining: "
                                        + counts(qualified(left.remaining()), "%s has %d resource instances")),
                left.finalizers().isEmpty()
                        ? new Condition(
                                "NamespaceFinalizersRemaining",
                                false,
                                "ContentHasNoFinalizers",
                                "All content-preserving finalizers finished")
                        : new Condition(
                                "NamespaceFinalizersRemaining",
                                true,
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: "
                                        + counts(left.finalizers(), "%s in %d resource instances")));
    }

    /** Upstream names the core group too, by nothing: {@code pods.} */
    private static Map<String, Integer> qualified(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().contains(".") ? entry.getKey() : entry.getKey() + ".",
                        Map.Entry::getValue,
                        Integer::sum,
                        TreeMap::new));
    }

    private static String counts(Map<String, Integer> counts, String format) {
        return counts.entrySet().stream()
                .map(entry -> format.formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
