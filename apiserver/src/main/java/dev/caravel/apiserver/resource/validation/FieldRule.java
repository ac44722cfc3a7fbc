package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.Condition;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What YAML demands of one field of a type.
 *
 * @param required the detail of the error when the field is absent or empty
 * @param zeroIsAbsent whether 0 is as good as nothing
 * @param each whether values, formats and bounds are about the elements of a list or the values of a map
 * @param onField whether what is wrong with an element is told of the list
 * @param values the only ones allowed, when any are given
 * @param formats of the value, or of each
 * @param keys the format of a map's keys
 * @param detail replaces what is said of a bound
 * @param unique the field of the elements by which they differ; "" for elements that are themselves the key
 * @param absentIs what an absent field is as good as, for values and formats
 */
record FieldRule(
        Condition condition,
        String field,
        Optional<String> required,
        boolean zeroIsAbsent,
        boolean each,
        boolean onField,
        List<String> values,
        List<Format> formats,
        Optional<Format> keys,
        Optional<Long> min,
        Optional<Long> max,
        Optional<String> detail,
        Optional<String> unique,
        Optional<Long> maxBytes,
        Optional<Long> maxItems,
        Optional<JsonNode> absentIs,
        boolean immutable) {

    static FieldRule of(JsonNode yaml) {
        var each = yaml.has("each");
        var about = each ? yaml.get("each") : yaml;
        var values = new ArrayList<String>();
        about.path("values").forEach(value -> values.add(value.asText()));
        var formats = new ArrayList<Format>();
        if (about.path("format").isTextual()) {
            formats.add(Formats.named(about.get("format").asText()));
        }
        return new FieldRule(
                Condition.of(yaml),
                yaml.get("field").asText(),
                text(yaml, "required").map(detail -> detail.equals("true") ? "" : detail),
                yaml.path("zeroIsAbsent").asBoolean(),
                each,
                about.path("onField").asBoolean(),
                List.copyOf(values),
                List.copyOf(formats),
                text(yaml, "keys").map(Formats::named),
                number(about, "min"),
                number(about, "max"),
                text(about, "detail"),
                text(yaml, "unique"),
                number(about, "maxBytes"),
                number(yaml, "maxItems"),
                Optional.ofNullable(yaml.get("absentIs")),
                yaml.path("immutable").asBoolean());
    }

    void check(ValidationRule.Subject subject) {
        if (!condition.holds(subject.object())) {
            return;
        }
        var value = subject.at(field);
        var path = subject.pathOf(field);
        if (immutable && subject.old().isPresent()) {
            checkUnchanged(value, JsonPaths.at(subject.old().get(), field), path, subject.errors());
        }
        if (isAbsent(value)) {
            required.ifPresent(why -> subject.errors().add(FieldError.required(path, why)));
            absentIs.ifPresent(instead -> checkValue(value.isMissingNode() ? instead : value, path, subject.errors()));
            return;
        }
        maxItems.filter(most -> value.size() > most)
                .ifPresent(most -> subject.errors().add(FieldError.tooMany(path, value.size(), most)));
        keys.ifPresent(format -> value.fieldNames()
                .forEachRemaining(key -> format.faults(TextNode.valueOf(key)).forEach(fault -> subject.errors()
                        .add(FieldError.invalid(FieldPath.key(path, key), Values.quote(key), fault)))));
        unique.ifPresent(key -> checkUnique(value, key, path, subject.errors()));
        if (!each) {
            checkValue(value, path, subject.errors());
        } else if (value.isArray()) {
            for (var i = 0; i < value.size(); i++) {
                checkValue(value.get(i), onField ? path : FieldPath.index(path, i), subject.errors());
            }
        } else {
            value.properties()
                    .forEach(entry ->
                            checkValue(entry.getValue(), FieldPath.key(path, entry.getKey()), subject.errors()));
        }
    }

    private boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isTextual() && value.asText().isEmpty()
                || value.isArray() && value.isEmpty()
                || zeroIsAbsent && value.isNumber() && value.asLong() == 0;
    }

    private void checkValue(JsonNode value, String path, List<FieldError> errors) {
        if (!values.isEmpty() && !values.contains(value.asText())) {
            errors.add(FieldError.notSupported(path, Values.show(value), values));
            return;
        }
        if (maxBytes.isPresent() && value.asText().getBytes(StandardCharsets.UTF_8).length > maxBytes.get()) {
            errors.add(FieldError.tooLong(path, maxBytes.get()));
        }
        for (var format : formats) {
            for (var fault : format.faults(value)) {
                errors.add(FieldError.invalid(path, Values.show(value), fault));
            }
        }
        if (value.isNumber()
                && (min.isPresent() && value.asLong() < min.get() || max.isPresent() && value.asLong() > max.get())) {
            errors.add(FieldError.invalid(path, Values.show(value), detail.orElseGet(this::bounds)));
        }
    }

    private String bounds() {
        if (min.isPresent() && max.isPresent()) {
            return "must be between %d and %d, inclusive".formatted(min.get(), max.get());
        }
        return min.map(least -> "must be greater than or equal to " + least)
                .orElseGet(() -> "must be less than or equal to " + max.orElseThrow());
    }

    private static void checkUnique(JsonNode list, String key, String path, List<FieldError> errors) {
        var seen = new HashSet<String>();
        for (var i = 0; i < list.size(); i++) {
            var element = key.isEmpty() ? list.get(i) : JsonPaths.at(list.get(i), key);
            if (!element.isMissingNode() && !element.asText().isEmpty() && !seen.add(element.asText())) {
                var at = FieldPath.index(path, i);
                errors.add(FieldError.duplicate(key.isEmpty() ? at : FieldPath.child(at, key), Values.show(element)));
            }
        }
    }

    private static void checkUnchanged(JsonNode value, JsonNode old, String path, List<FieldError> errors) {
        var before = old.isNull() ? MissingNode.getInstance() : old;
        if (!value.equals(before)) {
            errors.add(FieldError.invalid(path, Values.show(value), "field is immutable"));
        }
    }

    private static Optional<String> text(JsonNode yaml, String key) {
        return yaml.has(key) ? Optional.of(yaml.get(key).asText()) : Optional.empty();
    }

    private static Optional<Long> number(JsonNode yaml, String key) {
        return yaml.has(key) ? Optional.of(yaml.get(key).asLong()) : Optional.empty();
    }
}
