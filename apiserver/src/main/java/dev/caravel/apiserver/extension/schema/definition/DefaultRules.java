package dev.caravel.apiserver.extension.schema.definition;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.EmbeddedObjects;
import dev.caravel.apiserver.extension.schema.EmbeddedValidation;
import dev.caravel.apiserver.extension.schema.StructuralPruning;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.extension.schema.value.ValueValidation;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A default must itself be what its schema wants. Immutable and thread-safe. */
final class DefaultRules {
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final Schema objectMeta;
    private final ValidationRules.Compiler rules;

    DefaultRules(Schema objectMeta, ValidationRules.Compiler rules) {
        this.objectMeta = requireNonNull(objectMeta, "objectMeta is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * The Kubernetes object around a schema.
     *
     * @param around puts a value where the schema is within the object
     * @param inMetadata whether the schema is part of what all objects have
     */
    private record Surroundings(StructuralSchema root, UnaryOperator<JsonNode> around, boolean inMetadata) {
        static Surroundings of(StructuralSchema root) {
            return new Surroundings(root, UnaryOperator.identity(), false);
        }

        Surroundings property(String name, boolean metadata) {
            return new Surroundings(
                    root,
                    value -> around.apply(JsonNodeFactory.instance.objectNode().set(name, value)),
                    inMetadata || metadata);
        }

        Surroundings element() {
            return new Surroundings(
                    root,
                    value -> around.apply(JsonNodeFactory.instance.arrayNode().add(value)),
                    inMetadata);
        }
    }

    /** @param schema of a whole object */
    List<FieldError> check(StructuralSchema schema, String path) {
        List<FieldError> errors = new ArrayList<>();
        StructuralSchema root = schema.asResourceRoot();
        visit(root, path, Surroundings.of(root), errors);
        return errors;
    }

    private void visit(StructuralSchema schema, String path, Surroundings outer, List<FieldError> errors) {
        Surroundings surroundings = schema.embeddedResource() ? Surroundings.of(schema) : outer;
        schema.defaultValue()
                .ifPresent(value -> errors.addAll(
                        surroundings.inMetadata()
                                ? inMetadata(value, schema, path + ".default", surroundings)
                                : plain(value, schema, path + ".default")));
        schema.items().ifPresent(items -> visit(items, path + ".items", surroundings.element(), errors));
        schema.properties().forEach((name, property) -> {
            boolean metadata = schema.embeddedResource() && OBJECT_FIELDS.contains(name);
            visit(property, FieldPath.key(path + ".properties", name), surroundings.property(name, metadata), errors);
        });
    }

    private List<FieldError> plain(JsonNode value, StructuralSchema schema, String path) {
        List<FieldError> errors = new ArrayList<>();
        if (!StructuralPruning.prune(value.deepCopy(), schema).isEmpty()) {
            errors.add(FieldError.invalid(path, GoText.of(value), "must not have unknown fields"));
        }
        Optional<FieldError> malformed = malformed(value.deepCopy(), schema, path);
        if (malformed.isPresent()) {
            errors.add(malformed.get());
            return errors;
        }
        List<FieldError> embedded = EmbeddedValidation.check(value, schema, path);
        errors.addAll(embedded.isEmpty() ? values(value, schema, path) : embedded);
        return errors;
    }

    private List<FieldError> inMetadata(
            JsonNode value, StructuralSchema schema, String path, Surroundings surroundings) {
        ObjectNode object = (ObjectNode) surroundings.around().apply(value.deepCopy());
        for (String field : List.of("kind", "apiVersion")) {
            if (!object.has(field)) {
                object.put(field, field.equals("kind") ? "Validation" : "validation/v1");
            }
        }
        Optional<FieldError> malformed = malformed(object, surroundings.root(), "");
        if (malformed.isPresent()) {
            return List.of(badMetadata(value, path, malformed.get().toString()));
        }
        List<String> faults = EmbeddedValidation.check(object, surroundings.root(), "").stream()
                .map(FieldError::toString)
                .toList();
        if (!faults.isEmpty()) {
            String all = faults.size() == 1 ? faults.getFirst() : "[" + String.join(", ", faults) + "]";
            return List.of(badMetadata(value, path, all));
        }
        return values(value, schema, path);
    }

    private static FieldError badMetadata(JsonNode value, String path, String why) {
        return FieldError.invalid(path, GoText.of(value), "must result in valid metadata: " + why);
    }

    private Optional<FieldError> malformed(JsonNode value, StructuralSchema schema, String path) {
        List<FieldError> errors = new ArrayList<>();
        try {
            EmbeddedObjects.normalize(value, schema, path, objectMeta, (at, of, detail) -> {
                errors.add(FieldError.invalid(at, GoText.of(of), detail));
                return Statuses.badRequest(detail);
            });
            return Optional.empty();
        } catch (ApiException e) {
            if (errors.isEmpty()) {
                throw e;
            }
            return Optional.of(errors.getFirst());
        }
    }

    /** A default appears both in new objects and in old ones that had no value. */
    private List<FieldError> values(JsonNode value, StructuralSchema schema, String path) {
        List<FieldError> errors = new ValueValidation(schema).check(path, value, Optional.empty());
        if (!errors.isEmpty() || !schema.hasRules()) {
            return errors;
        }
        ValidationRules compiled = rules.compile(schema, schema.embeddedResource());
        List<FieldError> unchanged = compiled.check(path, value, Optional.of(value));
        return unchanged.isEmpty() ? compiled.check(path, value, Optional.empty()) : unchanged;
    }
}
