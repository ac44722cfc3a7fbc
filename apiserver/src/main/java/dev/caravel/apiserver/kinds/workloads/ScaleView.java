package dev.caravel.apiserver.kinds.workloads;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.registry.AdmittedAs;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;
import java.util.Map;

/**
 * The subresource {@code scale}: an object seen as {@code autoscaling/v1 Scale}, by the paths that its definition gives.
 *
 * @param resource for messages, {@code deployments.apps}
 * @param specReplicas path as in CustomResourceDefinitions, {@code .spec.replicas}
 * @param labelSelector path of a LabelSelector, of a map of labels, or of a string
 */
public record ScaleView(GroupResource resource, String specReplicas, String statusReplicas, String labelSelector)
        implements AdmittedAs {
    private static final List<String> METADATA =
            List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

    public ScaleView {
        requireNonNull(resource, "resource is null");
    }

    /** @param properties {@code specReplicasPath}, {@code statusReplicasPath}, {@code labelSelectorPath} */
    public static ScaleView of(GroupResource resource, Map<String, String> properties) {
        return new ScaleView(
                resource,
                properties.getOrDefault("specReplicasPath", ".spec.replicas"),
                properties.getOrDefault("statusReplicasPath", ".status.replicas"),
                properties.getOrDefault("labelSelectorPath", ""));
    }

    @Override
    public String subresource() {
        return "scale";
    }

    @Override
    public ObjectNode read(ObjectNode object) {
        ObjectNode scale = JsonNodeFactory.instance.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        METADATA.stream()
                .filter(object.path("metadata")::has)
                .forEach(field -> metadata.set(field, object.path("metadata").get(field)));
        ObjectNode spec = scale.putObject("spec");
        long replicas = object.at(pointer(specReplicas)).asLong();
        if (replicas != 0) {
            spec.put("replicas", replicas);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.at(pointer(statusReplicas)).asLong());
        String selector = selector(object.at(pointer(labelSelector)));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /**
     * The object with the scale's replicas and, as the precondition of the write, its resourceVersion.
     *
     * @throws dev.caravel.apiserver.status.ApiException 422 for an invalid scale, 409 for another object's
     */
    @Override
    public ObjectNode write(ObjectNode object, ObjectNode scale) {
        String name = object.at("/metadata/name").asText();
        long replicas = scale.at("/spec/replicas").asLong();
        if (replicas < 0) {
            throw Statuses.invalid(
                    "autoscaling",
                    "Scale",
                    name,
                    List.of(FieldError.invalid(
                            "spec.replicas", Long.toString(replicas), "must be greater than or equal to 0")));
        }
        String uid = scale.at("/metadata/uid").asText();
        String present = object.at("/metadata/uid").asText();
        if (!uid.isEmpty() && !uid.equals(present)) {
            throw Statuses.conflict(
                    new GroupResource(resource.group(), resource.resource() + "/scale"),
                    name,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s".formatted(uid, present));
        }
        ObjectNode scaled = object.deepCopy();
        String path = pointer(specReplicas);
        int last = path.lastIndexOf('/');
        ObjectNode holder = last == 0 ? scaled : scaled.withObject(path.substring(0, last));
        holder.put(path.substring(last + 1), replicas);
        ObjectNode metadata = scaled.withObject("/metadata");
        metadata.remove("resourceVersion");
        if (scale.at("/metadata").hasNonNull("resourceVersion")) {
            metadata.set("resourceVersion", scale.at("/metadata/resourceVersion"));
        }
        return scaled;
    }

    /** @throws dev.caravel.apiserver.status.ApiException 400 for a configuration of something else */
    public void requireScale(ObjectNode configuration) {
        String apiVersion = configuration.path("apiVersion").asText();
        String kind = configuration.path("kind").asText();
        if (!apiVersion.equals("autoscaling/v1") || !kind.equals("Scale")) {
            throw Statuses.badRequest("invalid object type: %s, Kind=%s"
                    .formatted(apiVersion.contains("/") ? apiVersion : "/" + apiVersion, kind));
        }
    }

    /**
     * The part of the object's own configuration that an applied scale says.
     *
     * @throws dev.caravel.apiserver.status.ApiException 422 for an invalid scale, 409 for another object's
     */
    public ObjectNode configuration(ObjectNode object, ObjectNode scale) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.set("apiVersion", object.get("apiVersion"));
        configuration.set("kind", object.get("kind"));
        JsonNode resourceVersion = scale.at("/metadata/resourceVersion");
        if (resourceVersion.isTextual()) {
            configuration.putObject("metadata").set("resourceVersion", resourceVersion);
        }
        if (!scale.at("/spec/replicas").isMissingNode()) {
            String path = pointer(specReplicas);
            int last = path.lastIndexOf('/');
            ObjectNode holder = last == 0 ? configuration : configuration.withObject(path.substring(0, last));
            holder.set(path.substring(last + 1), write(object, scale).at(path));
        }
        return configuration;
    }

    private static String pointer(String path) {
        return path.replace('.', '/');
    }

    private static String selector(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        boolean plain =
                value.properties().stream().allMatch(member -> member.getValue().isTextual());
        return (plain ? ObjectSelector.ofMap(value) : ObjectSelector.of(value)).toString();
    }
}
