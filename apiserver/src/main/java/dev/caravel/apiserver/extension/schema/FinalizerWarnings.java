package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Custom resources may have finalizers without a domain, but should not. */
final class FinalizerWarnings {
    private static final Set<String> STANDARD = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private FinalizerWarnings() {}

    /** Of those that were not there before. */
    static List<String> of(ObjectNode object, Optional<ObjectNode> old) {
        Set<String> added = new TreeSet<>(finalizers(object));
        old.ifPresent(before -> added.removeAll(finalizers(before)));
        return added.stream()
                .filter(finalizer -> !finalizer.contains("/") && !STANDARD.contains(finalizer))
                .map(FinalizerWarnings::warning)
                .toList();
    }

    private static Set<String> finalizers(ObjectNode object) {
        Set<String> finalizers = new TreeSet<>();
        object.at("/metadata/finalizers").valueStream().map(JsonNode::asText).forEach(finalizers::add);
        return finalizers;
    }

    private static String warning(String finalizer) {
        return "metadata.finalizers: %s: prefer a domain-qualified finalizer name %sto avoid accidental conflicts with other finalizer writers"
                .formatted(GoText.quote(finalizer), finalizer.contains(".") ? "including a path (/) " : "");
    }
}
