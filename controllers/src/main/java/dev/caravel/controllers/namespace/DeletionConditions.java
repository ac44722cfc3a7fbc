package dev.caravel.controllers.namespace;

import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.NamespaceConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a namespace's deletion goes, as conditions: a pure function of what is left. */
final class DeletionConditions {
    private record Condition(String type, boolean bad, String reason, String message) {}

    private DeletionConditions() {}

    static List<NamespaceCondition> of(NamespaceContents.Leftover left, List<NamespaceCondition> present, Instant now) {
        List<NamespaceCondition> result = new ArrayList<>(present);
        for (Condition condition : conditions(left)) {
            String status = condition.bad() ? "True" : "False";
            boolean same = present.stream()
                    .anyMatch(before -> before.getType().equals(condition.type())
                            && before.getStatus().equals(status)
                            && condition.reason().equals(before.getReason())
                            && condition.message().equals(before.getMessage()));
            if (!same) {
                result.removeIf(before -> before.getType().equals(condition.type()));
                result.add(new NamespaceConditionBuilder()
                        .withType(condition.type())
                        .withStatus(status)
                        .withReason(condition.reason())
                        .withMessage(condition.message())
                        .withLastTransitionTime(
                                now.truncatedTo(ChronoUnit.SECONDS).toString())
                        .build());
            }
        }
        return result;
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
                                        + counts(left.remaining(), "%s has %d resource instances")),
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

    private static String counts(Map<String, Integer> counts, String format) {
        return counts.entrySet().stream()
                .map(entry ->
                        format.formatted(entry.getKey() + (format.startsWith("%s has") ? "." : ""), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
