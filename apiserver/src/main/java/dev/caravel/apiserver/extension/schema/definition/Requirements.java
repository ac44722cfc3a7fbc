package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects what is wrong with the fields of a CustomResourceDefinition. Not thread-safe. */
final class Requirements {
    private final List<FieldError> errors = new ArrayList<>();

    void required(String path, String detail) {
        errors.add(FieldError.required(path, detail));
    }

    void forbidden(String path, String detail) {
        errors.add(FieldError.forbidden(path, detail));
    }

    void invalid(String path, String text, String detail) {
        errors.add(FieldError.invalid(path, GoText.quote(text), detail));
    }

    void invalid(String path, JsonNode value, String detail) {
        errors.add(FieldError.invalid(path, GoText.of(value), detail));
    }

    void notSupported(String path, String value, List<String> supported) {
        errors.add(FieldError.notSupported(path, GoText.quote(value), supported));
    }

    void add(FieldError error) {
        errors.add(error);
    }

    void addAll(List<FieldError> others) {
        errors.addAll(others);
    }

    /** All that is wrong with a text is told as one. */
    void format(String path, String text, Function<String, List<String>> faults) {
        List<String> found = faults.apply(text);
        if (!found.isEmpty()) {
            invalid(path, text, String.join(",", found));
        }
    }

    boolean met() {
        return errors.isEmpty();
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }
}
