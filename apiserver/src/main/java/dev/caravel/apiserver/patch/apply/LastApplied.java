package dev.caravel.apiserver.patch.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The annotation in which {@code kubectl apply} keeps what it has applied: who goes over from client-side to server-side apply
 * has no conflicts with himself, and can go back.
 */
record LastApplied(Versions versions) {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /** Upstream's: the manager for which the annotation is looked at. */
    private static final String KUBECTL = "kubectl";

    /** The conflicts about fields that the annotation does not say to be the applier's own. */
    List<Conflict> unexplained(List<Conflict> conflicts, ObjectNode live, String manager) {
        if (!manager.equals(KUBECTL)) {
            return conflicts;
        }
        return own(live)
                .map(own -> conflicts.stream()
                        .filter(conflict -> !own.has(conflict.path()))
                        .toList())
                .orElse(conflicts);
    }

    /** What was last applied and still is so. */
    private Optional<FieldSet> own(ObjectNode live) {
        return read(live)
                .filter(last -> last.path("apiVersion").asText().equals(versions.own()))
                .map(last -> {
                    ValueType type = ValueType.of(versions.resource().schema());
                    Comparison since = Comparison.of(last, live, type);
                    return OwnedFields.of(last, type)
                            .difference(since.modified())
                            .difference(since.added())
                            .difference(since.removed());
                });
    }

    private static Optional<ObjectNode> read(ObjectNode live) {
        String text = annotations(live).path(ANNOTATION).asText();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonCodec.readObject(text.getBytes(UTF_8)));
        } catch (IOException e) {
            return Optional.empty(); // anybody may write an annotation; this one explains nothing
        }
    }

    private static JsonNode annotations(ObjectNode object) {
        return object.path("metadata").path("annotations");
    }

    /** Writes down what is applied now, if the object has the annotation. */
    void renew(ObjectNode object, ObjectNode configuration, String manager) {
        if (!manager.equals(KUBECTL)
                || annotations(object).path(ANNOTATION).asText().isEmpty()) {
            return;
        }
        ObjectNode applied = configuration.deepCopy();
        if (annotations(applied) instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
            if (annotations.isEmpty()) {
                applied.withObjectProperty("metadata").remove("annotations");
            }
        }
        ((ObjectNode) annotations(object)).put(ANNOTATION, applied + "\n");
    }
}
