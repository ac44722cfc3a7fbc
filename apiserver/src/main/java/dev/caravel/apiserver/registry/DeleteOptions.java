package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.status.Statuses;
import java.time.Duration;
import java.util.Optional;

/**
 * How a delete is to be done: {@code meta/v1 DeleteOptions}.
 *
 * @param uid the object must have
 * @param resourceVersion the object must have
 * @param document the options as they were given
 */
public record DeleteOptions(
        Optional<Duration> gracePeriod,
        Propagation propagation,
        Optional<String> uid,
        Optional<String> resourceVersion,
        boolean dryRun,
        ObjectNode document) {

    /** What happens to the objects that this one owns. */
    public enum Propagation {
        DEFAULT,
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    /** @throws dev.caravel.apiserver.status.ApiException when an option makes no sense */
    public static DeleteOptions of(ObjectNode options) {
        JsonNode orphan = options.path("orphanDependents");
        String policy = options.path("propagationPolicy").asText();
        if (orphan.isBoolean() && !policy.isEmpty()) {
            throw Statuses.invalid(
                    "meta.k8s.io",
                    "DeleteOptions",
                    "",
                    java.util.List.of(dev.caravel.apiserver.resource.FieldError.invalid(
                            "propagationPolicy",
                            "\"" + policy + "\"",
                            "orphanDependents and deletionPropagation cannot be both set")));
        }
        Propagation propagation = orphan.isBoolean()
                ? (orphan.asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND)
                : propagation(policy);
        return new DeleteOptions(
                options.hasNonNull("gracePeriodSeconds")
                        ? Optional.of(Duration.ofSeconds(
                                options.get("gracePeriodSeconds").asLong()))
                        : Optional.empty(),
                propagation,
                text(options.at("/preconditions/uid")),
                text(options.at("/preconditions/resourceVersion")),
                !options.path("dryRun").isEmpty(),
                options);
    }

    private static Propagation propagation(String policy) {
        return switch (policy) {
            case "" -> Propagation.DEFAULT;
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw Statuses.invalid(
                        "meta.k8s.io",
                        "DeleteOptions",
                        "",
                        java.util.List.of(new dev.caravel.apiserver.resource.FieldError(
                                dev.caravel.apiserver.resource.FieldError.Type.NOT_SUPPORTED,
                                "propagationPolicy",
                                "Unsupported value: \"%s\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
                                        .formatted(policy))));
        };
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? Optional.of(node.asText()) : Optional.empty();
    }
}
