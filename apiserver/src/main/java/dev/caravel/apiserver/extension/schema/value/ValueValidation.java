package dev.caravel.apiserver.extension.schema.value;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks values by the keywords of a schema, in upstream's words. Of a change, what is wrong in values that were there
 * before is tolerated (KEP-4008). Immutable to its users and thread-safe.
 */
public final class ValueValidation {
    private final StructuralSchema schema;
    private final Patterns patterns = new Patterns();

    public ValueValidation(StructuralSchema schema) {
        this.schema = requireNonNull(schema, "schema is null");
    }

    /**
     * @param prefix the path of the value within its object; empty for the object itself
     * @param old the value before the change; empty when it is new
     */
    public List<FieldError> check(String prefix, JsonNode value, Optional<JsonNode> old) {
        return check(schema, "", value, old.map(before -> new Correlation(before, schema))).all().stream()
                .map(finding -> finding.error(prefix))
                .toList();
    }

    private Findings check(StructuralSchema by, String path, JsonNode value, Optional<Correlation> old) {
        Findings findings = new Findings();
        if (!TypeCheck.types(by).isEmpty() || !StringFormats.format(by).isEmpty() || value.isNull()) {
            findings.add(TypeCheck.check(by, path, value));
            findings.meet();
        }
        if (value.isNull()) {
            enumeration(by.values(), path, value, findings);
            return ratcheted(findings, value, old);
        }
        findings.add(Combinations.check(by.values(), path, schema -> check(schema, path, value, nested(old))));
        findings.meet();
        switch (value.getNodeType()) {
            case STRING -> text(by, path, value.asText(), findings);
            case NUMBER -> {
                findings.add(NumberCheck.check(by, path, value));
                findings.meet();
            }
            case ARRAY -> {
                list(by, path, (ArrayNode) value, old, findings);
                findings.meet();
            }
            default -> {}
        }
        enumeration(by.values(), path, value, findings);
        findings.meet();
        if (value instanceof ObjectNode object) {
            object(by, path, object, old, findings);
            findings.meet();
        }
        findings.meet();
        return ratcheted(findings, value, old);
    }

    /** Alternatives are not tolerated one by one: whether all fail is what counts. */
    private static Optional<Correlation> nested(Optional<Correlation> old) {
        return old.map(Correlation::withinAlternative);
    }

    private static Findings ratcheted(Findings findings, JsonNode value, Optional<Correlation> old) {
        return !findings.none() && old.isPresent() && old.get().tolerates(value) ? findings.tolerated() : findings;
    }

    private void text(StructuralSchema by, String path, String text, Findings findings) {
        TextCheck.check(by.values(), path, text, patterns).ifPresent(findings::add);
        findings.meet();
        String format = StringFormats.format(by);
        if (StringFormats.isKnown(format)) {
            if (!StringFormats.fits(format, text)) {
                findings.add(Finding.typeInvalid(path, format, text));
            }
            findings.meet();
        }
    }

    private static void enumeration(ValueLimits limits, String path, JsonNode value, Findings findings) {
        if (limits.enumeration().isEmpty()
                || limits.enumeration().stream().anyMatch(allowed -> isSame(allowed, value))) {
            return;
        }
        List<String> supported = limits.enumeration().stream()
                .map(allowed -> allowed.isTextual() ? allowed.asText() : GoText.of(allowed))
                .toList();
        findings.add(Finding.of(
                path,
                "%s in body should be one of [%s]".formatted(path, String.join(" ", supported)),
                field -> FieldError.notSupported(field, GoText.of(value), supported)));
    }

    /** A null is not even the null that is allowed. */
    private static boolean isSame(JsonNode allowed, JsonNode value) {
        if (allowed.isNumber() && value.isNumber()) {
            return allowed.decimalValue().compareTo(value.decimalValue()) == 0;
        }
        return !allowed.isNull() && allowed.equals(value);
    }

    private void list(StructuralSchema by, String path, ArrayNode list, Optional<Correlation> old, Findings findings) {
        by.items().ifPresent(element -> {
            for (int i = 0; i < list.size(); i++) {
                JsonNode value = list.get(i);
                findings.add(check(element, path + "[" + i + "]", value, old.flatMap(of -> of.element(value))));
            }
        });
        ValueLimits limits = by.values();
        limits.minItems()
                .filter(min -> list.size() < min)
                .ifPresent(min -> findings.add(Finding.invalid(
                        path,
                        Integer.toString(list.size()),
                        "%s in body should have at least %d items".formatted(path, min))));
        limits.maxItems()
                .filter(max -> list.size() > max)
                .ifPresent(max -> findings.add(Finding.of(
                        path,
                        "%s in body should have at most %d items".formatted(path, max),
                        field -> FieldError.tooMany(field, list.size(), max))));
        if (limits.uniqueItems() && new java.util.HashSet<>(list.valueStream().toList()).size() < list.size()) {
            findings.add(Finding.invalid(path, "\"\"", path + " in body shouldn't contain duplicates"));
        }
        findings.meet();
    }

    private void object(
            StructuralSchema by, String path, ObjectNode object, Optional<Correlation> old, Findings findings) {
        ValueLimits limits = by.values();
        limits.minProperties()
                .filter(min -> object.size() < min)
                .ifPresent(min -> findings.add(Finding.invalid(
                        path,
                        Integer.toString(object.size()),
                        "%s in body should have at least %d properties".formatted(path, min))));
        limits.maxProperties()
                .filter(max -> object.size() > max)
                .ifPresent(max -> findings.add(Finding.of(
                        path,
                        "%s in body should have at most %d properties".formatted(path, max),
                        field -> FieldError.tooMany(field, object.size(), max))));
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            property(by, path, entry.getKey(), entry.getValue(), old, findings);
        }
        for (String name : limits.required()) {
            if (!object.has(name)) {
                String at = path + "." + name;
                findings.add(Finding.of(at, at + " in body is required", field -> FieldError.required(field, "")));
            }
        }
    }

    private void property(
            StructuralSchema by,
            String path,
            String name,
            JsonNode value,
            Optional<Correlation> old,
            Findings findings) {
        StructuralSchema named = by.properties().get(name);
        boolean typeMeta = path.isEmpty() && (name.equals("apiVersion") || name.equals("kind"));
        Optional<Correlation> before = typeMeta ? Optional.empty() : old.flatMap(of -> of.property(name));
        if (named != null) {
            findings.add(check(named, path.isEmpty() ? name : path + "." + name, value, before));
            return;
        }
        switch (by.additional()) {
            case StructuralSchema.Additional.Of(StructuralSchema values) ->
                findings.add(check(values, path + "." + name, value, before));
            case StructuralSchema.Additional.Allowed(boolean allowed) -> {
                if (!allowed) {
                    findings.add(Finding.invalid(
                            path, GoText.quote(name), "%s.%s in body is a forbidden property".formatted(path, name)));
                }
            }
            case StructuralSchema.Additional.Unsaid() -> {}
        }
    }
}
