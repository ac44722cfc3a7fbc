package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.List;
import java.util.Optional;

/** Checks an object of one type as data cannot say. */
@FunctionalInterface
interface ValidationRule {
    /**
     * Where and what is checked.
     *
     * @param path of the object within the whole
     * @param old the object before the change; empty on create
     * @param root the whole
     */
    record Subject(String path, ObjectNode object, Optional<ObjectNode> old, ObjectNode root, List<FieldError> errors) {
        JsonNode at(String field) {
            return JsonPaths.at(object, field);
        }

        String text(String field) {
            return JsonPaths.text(object, field);
        }

        String pathOf(String field) {
            return FieldPath.child(path, field);
        }

        void required(String field, String detail) {
            errors.add(FieldError.required(pathOf(field), detail));
        }

        void invalid(String field, JsonNode value, String detail) {
            errors.add(FieldError.invalid(pathOf(field), Values.show(value), detail));
        }

        void forbidden(String field, String detail) {
            errors.add(FieldError.forbidden(pathOf(field), detail));
        }
    }

    void check(Subject subject);
}
