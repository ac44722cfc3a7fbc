package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Condition;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks objects by the rules of their types, in the order in which the rules stand: a rule {@code descend: field} is the
 * place where a field's own type is checked, all other fields come last. Immutable and thread-safe.
 */
public final class Validation {
    /** Checked on their own: metadata for all kinds alike, status only by those who write it. */
    private static final Set<String> NOT_AT_ROOT = Set.of("metadata", "status");

    private static final Plan NONE = new Plan(List.of(), Set.of());

    private final Map<String, Plan> byType;

    private Validation(Map<String, Plan> byType) {
        this.byType = byType;
    }

    /** @param descended the fields whose place among the steps is told */
    private record Plan(List<Step> steps, Set<String> descended) {
        static Plan of(List<Step> steps) {
            return new Plan(
                    List.copyOf(steps),
                    steps.stream()
                            .filter(Step.Descend.class::isInstance)
                            .map(step -> ((Step.Descend) step).field())
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private sealed interface Step {
        record Check(FieldRule rule) implements Step {}

        record Named(Condition condition, ValidationRule rule) implements Step {}

        record Descend(String field) implements Step {}

        static Step of(JsonNode yaml) {
            if (yaml.has("descend")) {
                return new Descend(yaml.get("descend").asText());
            }
            return yaml.has("rule")
                    ? new Named(
                            Condition.of(yaml),
                            ValidationRules.named(yaml.get("rule").asText()))
                    : new Check(FieldRule.of(yaml));
        }
    }

    /** @param types the {@code types} section of the compiled definitions */
    public static Validation of(JsonNode types) {
        var byType = new HashMap<String, Plan>();
        for (var type : types.properties()) {
            var steps = new ArrayList<Step>();
            type.getValue().path("rules").forEach(step -> steps.add(Step.of(step)));
            if (!steps.isEmpty()) {
                byType.put(type.getKey(), Plan.of(steps));
            }
        }
        return new Validation(Map.copyOf(byType));
    }

    /**
     * Everything but metadata, status, and parts that are the old object's own: they were checked when they were written. Ends
     * when there are more errors than anybody would read.
     */
    public List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old, Schema schema) {
        var errors = new ErrorList();
        try {
            new Walk(object, errors).visit(object, old, schema, "", NOT_AT_ROOT);
        } catch (ErrorList.Full e) {
            return errors; // the last one says so
        }
        return errors;
    }

    private final class Walk {
        private final ObjectNode root;
        private final List<FieldError> errors;

        Walk(ObjectNode root, List<FieldError> errors) {
            this.root = root;
            this.errors = errors;
        }

        void visit(ObjectNode object, Optional<ObjectNode> old, Schema schema, String path, Set<String> left) {
            var plan = byType.getOrDefault(schema.name(), NONE);
            var subject = new ValidationRule.Subject(path, object, old, root, errors);
            for (var step : plan.steps()) {
                switch (step) {
                    case Step.Check(var rule) -> rule.check(subject);
                    case Step.Named(var condition, var rule) -> {
                        if (condition.holds(object)) {
                            rule.check(subject);
                        }
                    }
                    case Step.Descend(var field) -> {
                        if (field.equals("status") && !isChanged(object, old)) {
                            continue;
                        }
                        descend(object, old, schema.fields().get(field), path);
                    }
                }
            }
            for (var entry : object.properties()) {
                var field = schema.fields().get(entry.getKey());
                if (field != null
                        && field.kind() == Kind.OBJECT
                        && !left.contains(entry.getKey())
                        && !plan.descended().contains(entry.getKey())) {
                    descend(object, old, field, path);
                }
            }
        }

        /** A status that was stored once must not keep others from changing the rest. */
        private static boolean isChanged(ObjectNode object, Optional<ObjectNode> old) {
            return old.filter(before -> before.path("status").equals(object.path("status")))
                    .isEmpty();
        }

        private void descend(ObjectNode object, Optional<ObjectNode> old, Field field, String path) {
            var value = object.path(field.jsonName());
            if (old.isPresent() && old.get().path(field.jsonName()) == value) {
                return;
            }
            var type = field.type().orElseThrow();
            var at = FieldPath.child(path, field.jsonName());
            if (field.cardinality() == Cardinality.SINGLE) {
                if (value instanceof ObjectNode nested) {
                    var before = old.map(parent -> parent.path(field.jsonName()))
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast);
                    visit(nested, before, type, at, Set.of());
                }
                return;
            }
            var index = 0;
            for (var element : value) {
                if (element instanceof ObjectNode nested) {
                    visit(nested, Optional.empty(), type, FieldPath.index(at, index), Set.of());
                }
                index++;
            }
        }
    }
}
