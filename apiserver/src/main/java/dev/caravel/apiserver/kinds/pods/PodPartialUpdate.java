package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.StoredFields;
import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What the subresources ephemeralcontainers and resize may change of a pod. */
final class PodPartialUpdate {
    private static final List<String> RESIZABLE = List.of("resources", "resizePolicy");

    private PodPartialUpdate() {}

    static void keepAllButEphemeralContainers(ObjectNode pod, ObjectNode old) {
        JsonNode added = pod.at("/spec/ephemeralContainers");
        StoredFields.keepMetadata(pod, old);
        StoredFields.keep(pod, "spec", old);
        StoredFields.keep(pod, "status", old);
        ObjectNode spec = pod.withObject("/spec");
        if (added.isMissingNode()) {
            spec.remove("ephemeralContainers");
        } else {
            spec.set("ephemeralContainers", added);
        }
        countGeneration(pod, old);
    }

    /** Present ephemeral containers stay as they are; there is no way to remove one. */
    static List<FieldError> validateEphemeralContainers(ObjectNode pod, ObjectNode old) {
        if (old.at("/metadata/annotations").has("kubernetes.io/config.mirror")) {
            return List.of(FieldError.forbidden("", "static pods do not support ephemeral containers"));
        }
        List<FieldError> errors = new ArrayList<>();
        for (JsonNode before : old.at("/spec/ephemeralContainers")) {
            String name = before.path("name").asText();
            JsonNode now = named(pod.at("/spec/ephemeralContainers"), name);
            if (now.isMissingNode()) {
                errors.add(FieldError.forbidden(
                        "spec.ephemeralContainers",
                        "existing ephemeral containers \"%s\" may not be removed\n".formatted(name)));
            } else if (!now.equals(before)) {
                errors.add(FieldError.forbidden(
                        "spec.ephemeralContainers",
                        "existing ephemeral containers \"%s\" may not be changed\n".formatted(name)));
            }
        }
        return errors;
    }

    /** When containers were added, removed, renamed or moved, the spec stays as sent, for validation to refuse it. */
    static void keepAllButResources(ObjectNode pod, ObjectNode old) {
        JsonNode resources = pod.at("/spec/resources");
        ObjectNode spec = old.withObject("/spec").deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            if (!resize(pod.at("/spec").path(list), spec.path(list))) {
                return;
            }
        }
        if (resources.isMissingNode()) {
            spec.remove("resources");
        } else {
            spec.set("resources", resources);
        }
        StoredFields.keepMetadata(pod, old);
        StoredFields.keep(pod, "status", old);
        pod.set("spec", spec);
        countGeneration(pod, old);
    }

    private static boolean resize(JsonNode wanted, JsonNode containers) {
        if (wanted.size() != containers.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).path("name").equals(containers.get(i).path("name"))) {
                return false;
            }
        }
        for (int i = 0; i < wanted.size(); i++) {
            ObjectNode container = (ObjectNode) containers.get(i);
            for (String field : RESIZABLE) {
                container.remove(field);
                if (wanted.get(i).has(field)) {
                    container.set(field, wanted.get(i).get(field));
                }
            }
        }
        return true;
    }

    private static void countGeneration(ObjectNode pod, ObjectNode old) {
        long generation = old.at("/metadata/generation").asLong();
        boolean changed = !pod.path("spec").equals(old.path("spec"));
        pod.withObject("/metadata").put("generation", changed ? generation + 1 : generation);
    }

    private static JsonNode named(JsonNode list, String name) {
        if (list instanceof ArrayNode containers) {
            for (JsonNode container : containers) {
                if (container.path("name").asText().equals(name)) {
                    return container;
                }
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
