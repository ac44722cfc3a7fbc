package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why a running pod cannot get other resources (KEP-1287): what its containers have may change, and nothing else. */
final class PodResizeFaults {
    private static final String ONLY = "only cpu and memory resources are mutable";
    private static final List<String> RESIZED = List.of("cpu", "memory");

    private final ObjectNode pod;
    private final ObjectNode old;
    private final List<FieldError> errors = new ArrayList<>();

    private PodResizeFaults(ObjectNode pod, ObjectNode old) {
        this.pod = pod;
        this.old = old;
    }

    static List<FieldError> of(ObjectNode pod, ObjectNode old) {
        if (old.at("/metadata/annotations").has("kubernetes.io/config.mirror")) {
            return List.of(FieldError.forbidden("", "static pods cannot be resized"));
        }
        if (old.at("/spec/os/name").asText().equals("windows")) {
            return List.of(FieldError.forbidden("", "windows pods cannot be resized"));
        }
        PodResizeFaults faults = new PodResizeFaults(pod, old);
        faults.find();
        return faults.errors;
    }

    private void find() {
        String qos = old.at("/status/qosClass").asText(QosClass.of(old).text());
        if (!qos.equals(QosClass.of(pod).text())) {
            errors.add(FieldError.invalid(
                    "spec",
                    TextNode.valueOf(pod.at("/status/qosClass").asText()).toString(),
                    "Pod QOS Class may not change as a result of resizing"));
        }
        if (!isSupportedByNode()) {
            errors.add(FieldError.forbidden("spec", "Pod running on node without support for resize"));
        }
        podLevel();
        if (!old.at("/status/nodeAllocatableResourceClaimStatuses").isEmpty()) {
            errors.add(FieldError.forbidden("spec", "pods with node allocatable resource claims cannot be resized"));
        }
        if (order("containers") & order("initContainers")) {
            removals("initContainers");
            removals("containers");
            others();
        }
    }

    /** A node that resizes tells what running containers have. */
    private boolean isSupportedByNode() {
        for (JsonNode status : old.at("/status/containerStatuses")) {
            if (status.at("/state/running").isObject()) {
                return status.path("resources").isObject();
            }
        }
        return true;
    }

    private void podLevel() {
        JsonNode before = old.at("/spec/resources");
        JsonNode now = pod.at("/spec/resources");
        if (before.isObject() && !now.isObject()) {
            errors.add(FieldError.forbidden("spec.resources", "pod-level resources cannot be removed"));
            return;
        }
        for (String list : List.of("requests", "limits")) {
            if (isRemoved(now.path(list), before.path(list))) {
                errors.add(FieldError.forbidden(
                        "spec.resources." + list, "pod-level resource " + list + " cannot be removed"));
            }
        }
        if (!same(masked(now, before, true), before)) {
            errors.add(FieldError.forbidden("spec", ONLY + " at pod-level"));
        }
    }

    private boolean order(String list) {
        JsonNode before = old.path("spec").path(list);
        JsonNode now = pod.path("spec").path(list);
        if (before.size() != now.size()) {
            errors.add(FieldError.forbidden("spec." + list, list + " may not be added or removed on resize"));
            return false;
        }
        boolean kept = true;
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).path("name").equals(now.get(i).path("name"))) {
                errors.add(FieldError.forbidden(
                        FieldPath.child(FieldPath.index("spec." + list, i), "name"),
                        list + " may not be renamed or reordered on resize"));
                kept = false;
            }
        }
        return kept;
    }

    private void removals(String list) {
        for (int i = 0; i < old.path("spec").path(list).size(); i++) {
            JsonNode before = old.path("spec").path(list).get(i).path("resources");
            JsonNode now = pod.path("spec").path(list).get(i).path("resources");
            String path = FieldPath.child(FieldPath.index("spec." + list, i), "resources");
            for (String kind : List.of("requests", "limits")) {
                if (isRemoved(now.path(kind), before.path(kind))) {
                    errors.add(FieldError.forbidden(
                            FieldPath.child(path, kind), "resource " + kind + " cannot be removed"));
                }
            }
        }
    }

    private void others() {
        for (int i = 0; i < old.at("/spec/containers").size(); i++) {
            if (!sameButForResources(
                    pod.at("/spec/containers").get(i),
                    old.at("/spec/containers").get(i))) {
                errors.add(FieldError.forbidden("spec", ONLY));
            }
        }
        for (int i = 0; i < old.at("/spec/initContainers").size(); i++) {
            JsonNode before = old.at("/spec/initContainers").get(i);
            JsonNode now = pod.at("/spec/initContainers").get(i);
            String path = FieldPath.index("spec.initContainers", i);
            if (!sameButForResources(now, before)) {
                errors.add(FieldError.forbidden(
                        path, "only cpu and memory resources for init or sidecar containers are mutable"));
            }
            if (!same(now, before)
                    && !now.path("restartPolicy").asText().equals("Always")
                    && now.path("resizePolicy").valueStream().anyMatch(policy -> policy.path("restartPolicy")
                            .asText()
                            .equals("RestartContainer"))) {
                errors.add(FieldError.forbidden(
                        path,
                        "non-sidecar init containers with a resize policy of RestartContainer cannot be resized"));
            }
        }
    }

    private static boolean sameButForResources(JsonNode now, JsonNode before) {
        ObjectNode container = now.deepCopy();
        container.set("resources", masked(now.path("resources"), before.path("resources"), false));
        return same(container, before);
    }

    /** With cpu and memory as before. Of containers' claims there are none, so that a container that has some is not resized. */
    private static ObjectNode masked(JsonNode now, JsonNode before, boolean whole) {
        ObjectNode masked = whole && now instanceof ObjectNode object
                ? object.deepCopy()
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        for (String list : List.of("limits", "requests")) {
            ObjectNode amounts =
                    now.path(list) instanceof ObjectNode present ? present.deepCopy() : masked.objectNode();
            for (String name : RESIZED) {
                amounts.remove(name);
                if (before.path(list).has(name)) {
                    amounts.set(name, before.path(list).get(name));
                }
            }
            masked.set(list, amounts);
        }
        return masked;
    }

    private static boolean isRemoved(JsonNode now, JsonNode before) {
        return before.properties().stream().map(Map.Entry::getKey).anyMatch(name -> !now.has(name));
    }

    /** What is empty may as well be absent. */
    private static boolean same(JsonNode one, JsonNode other) {
        return withoutEmpty(one).equals(withoutEmpty(other));
    }

    private static JsonNode withoutEmpty(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node.isMissingNode()
                    ? com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode()
                    : node;
        }
        ObjectNode filled = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = withoutEmpty(field.getValue());
            if (!value.isContainerNode() || !value.isEmpty()) {
                filled.set(field.getKey(), value);
            }
        }
        return filled;
    }
}
