package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.ArrayList;
import java.util.List;

/** The containers of a pod's spec, each with the place where it stands. */
final class PodContainers {
    static final List<String> ALL = List.of("containers", "initContainers", "ephemeralContainers");
    static final List<String> PERMANENT = List.of("containers", "initContainers");

    private PodContainers() {}

    /** @param list the field of the spec in which the container is */
    record Placed(String list, JsonNode container, String path, List<FieldError> errors) {
        JsonNode at(String field) {
            return dev.caravel.apiserver.resource.JsonPaths.at(container, field);
        }

        String text(String field) {
            return at(field).asText("");
        }

        String pathOf(String field) {
            return FieldPath.child(path, field);
        }

        void invalid(String field, JsonNode value, String detail) {
            errors.add(FieldError.invalid(pathOf(field), Values.show(value), detail));
        }

        void forbidden(String field, String detail) {
            errors.add(FieldError.forbidden(pathOf(field), detail));
        }

        /** Sidecars run as long as the containers do, and may have what these have. */
        boolean isInitOnly() {
            return list.equals("initContainers") && !text("restartPolicy").equals("Always");
        }
    }

    static List<Placed> of(Subject spec, List<String> lists) {
        var placed = new ArrayList<Placed>();
        for (var list : lists) {
            var containers = spec.at(list);
            for (var i = 0; i < containers.size(); i++) {
                placed.add(new Placed(list, containers.get(i), FieldPath.index(spec.pathOf(list), i), spec.errors()));
            }
        }
        return placed;
    }
}
