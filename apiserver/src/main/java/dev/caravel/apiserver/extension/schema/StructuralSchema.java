package dev.caravel.apiserver.extension.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One level of a CRD version's {@code openAPIV3Schema}, and of what nests in it by {@code allOf} and the like.
 *
 * <p>Immutable and thread-safe. That it is structural in the sense of Kubernetes is for
 * {@code definition.StructuralRules} to say; everything here takes it as it is.
 *
 * @param type empty when not said
 * @param values what a value must be like, besides its type
 * @param source as it stands in the CRD; not to be changed
 */
public record StructuralSchema(
        String type,
        boolean nullable,
        String title,
        String description,
        Optional<JsonNode> defaultValue,
        Map<String, StructuralSchema> properties,
        Optional<StructuralSchema> items,
        Additional additional,
        Extensions extensions,
        ValueLimits values,
        ObjectNode source) {

    public StructuralSchema {
        requireNonNull(type, "type is null");
        requireNonNull(values, "values is null");
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** {@code additionalProperties}: not there, {@code true}, {@code false} or a schema. */
    public sealed interface Additional {
        /** Nothing is said. */
        record Unsaid() implements Additional {}

        record Allowed(boolean allowed) implements Additional {}

        record Of(StructuralSchema values) implements Additional {}

        default boolean said() {
            return !(this instanceof Unsaid);
        }

        /** What the values of other properties are like; empty when nothing is known of them. */
        default Optional<StructuralSchema> schema() {
            return this instanceof Of(StructuralSchema values) ? Optional.of(values) : Optional.empty();
        }
    }

    /**
     * What begins with {@code x-kubernetes-}.
     *
     * @param preserveUnknownFields empty when not said; {@code false} is not structural
     * @param validations the rules of {@code x-kubernetes-validations} as they stand
     */
    public record Extensions(
            Optional<Boolean> preserveUnknownFields,
            boolean embeddedResource,
            boolean intOrString,
            Optional<String> listType,
            List<String> listMapKeys,
            Optional<String> mapType,
            List<JsonNode> validations) {}

    /** The keywords about values, nesting ones included. An absent number is empty, an absent text the empty text. */
    public record ValueLimits(
            String format,
            Optional<BigDecimal> maximum,
            boolean exclusiveMaximum,
            Optional<BigDecimal> minimum,
            boolean exclusiveMinimum,
            Optional<BigDecimal> multipleOf,
            Optional<Long> maxLength,
            Optional<Long> minLength,
            String pattern,
            Optional<Long> maxItems,
            Optional<Long> minItems,
            boolean uniqueItems,
            Optional<Long> maxProperties,
            Optional<Long> minProperties,
            List<String> required,
            List<JsonNode> enumeration,
            List<StructuralSchema> allOf,
            List<StructuralSchema> anyOf,
            List<StructuralSchema> oneOf,
            Optional<StructuralSchema> not) {}

    /** @param schema an {@code openAPIV3Schema}; a copy is kept */
    public static StructuralSchema parse(JsonNode schema) {
        return SchemaReader.read(schema.deepCopy());
    }

    public boolean preservesUnknownFields() {
        return extensions.preserveUnknownFields().orElse(false);
    }

    public boolean embeddedResource() {
        return extensions.embeddedResource();
    }

    public boolean intOrString() {
        return extensions.intOrString();
    }

    public boolean isListType(String listType) {
        return extensions.listType().equals(Optional.of(listType));
    }

    /** The schema of a property, be it named or one of the others; empty when nothing is known of it. */
    public Optional<StructuralSchema> property(String name) {
        StructuralSchema named = properties.get(name);
        return named != null ? Optional.of(named) : additional.schema();
    }

    /** Whether this, or a schema anywhere within it, is as asked. */
    public boolean anyMatch(Predicate<StructuralSchema> asked) {
        return all().anyMatch(asked);
    }

    /** This, and all schemas within it. */
    public Stream<StructuralSchema> all() {
        return Stream.concat(Stream.of(this), within().flatMap(StructuralSchema::all));
    }

    private Stream<StructuralSchema> within() {
        return Stream.of(
                        properties.values().stream(),
                        items.stream(),
                        additional.schema().stream(),
                        values.allOf().stream(),
                        values.anyOf().stream(),
                        values.oneOf().stream(),
                        values.not().stream())
                .flatMap(schemas -> schemas);
    }

    /** Whether there are {@code x-kubernetes-validations} anywhere. */
    public boolean hasRules() {
        return anyMatch(schema -> !schema.extensions().validations().isEmpty());
    }

    /** The same, taken for a whole Kubernetes object: {@code apiVersion}, {@code kind} and {@code metadata} are known. */
    public StructuralSchema asResourceRoot() {
        if (extensions.embeddedResource()) {
            return this;
        }
        Extensions embedded = new Extensions(
                extensions.preserveUnknownFields(),
                true,
                extensions.intOrString(),
                extensions.listType(),
                extensions.listMapKeys(),
                extensions.mapType(),
                extensions.validations());
        return new StructuralSchema(
                type,
                nullable,
                title,
                description,
                defaultValue,
                properties,
                items,
                additional,
                embedded,
                values,
                source);
    }
}
