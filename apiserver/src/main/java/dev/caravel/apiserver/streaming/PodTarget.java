package dev.caravel.apiserver.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod as the target of a connection.
 *
 * @param nodeName empty while the pod is not scheduled
 */
public record PodTarget(String namespace, String name, String nodeName, ObjectNode pod) {
    static final GroupResource PODS = new GroupResource("", "pods");

    /** @throws dev.caravel.apiserver.status.ApiException when there is no such pod */
    public static PodTarget find(ObjectReader objects, String namespace, String name) {
        ObjectNode pod = objects.get(PODS, namespace, name).orElseThrow(() -> Statuses.notFound(PODS, name));
        return new PodTarget(namespace, name, pod.path("spec").path("nodeName").asText(), pod);
    }

    /** @throws dev.caravel.apiserver.status.ApiException when the pod is not on a node yet */
    public String requireNode() {
        if (nodeName.isEmpty()) {
            throw Statuses.badRequest("pod " + name + " does not have a host assigned");
        }
        return nodeName;
    }

    /**
     * The container meant: {@code requested}, or the only one.
     *
     * @throws dev.caravel.apiserver.status.ApiException when the choice is not clear or the pod has no such container
     */
    public String container(String requested) {
        JsonNode spec = pod.path("spec");
        List<String> containers = names(spec.path("containers"));
        List<String> initContainers = names(spec.path("initContainers"));
        if (requested.isEmpty()) {
            if (containers.size() == 1) {
                return containers.getFirst();
            }
            String choice = "a container name must be specified for pod %s, choose one of: %s"
                    .formatted(name, goList(containers));
            throw Statuses.badRequest(
                    initContainers.isEmpty()
                            ? choice
                            : choice + " or one of the init containers: " + goList(initContainers));
        }
        if (containers.contains(requested)
                || initContainers.contains(requested)
                || names(spec.path("ephemeralContainers")).contains(requested)) {
            return requested;
        }
        throw Statuses.badRequest("container %s is not valid for pod %s".formatted(requested, name));
    }

    private static List<String> names(JsonNode containers) {
        List<String> names = new ArrayList<>();
        containers.forEach(container -> names.add(container.path("name").asText()));
        return names;
    }

    private static String goList(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }
}
