package dev.caravel.apiserver.admission.plugins.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a LimitRange gives containers that do not say it themselves. */
final class ContainerDefaults {
    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final ResourceAmounts requests;
    private final ResourceAmounts limits;

    /** Of several items for containers the last one counts, resource by resource. */
    ContainerDefaults(JsonNode limitRange) {
        ResourceAmounts requested = ResourceAmounts.NONE;
        ResourceAmounts limited = ResourceAmounts.NONE;
        for (JsonNode item : limitRange.at("/spec/limits")) {
            if (item.path("type").asText().equals("Container")) {
                requested = requested.with(ResourceAmounts.of(item.path("defaultRequest")));
                limited = limited.with(ResourceAmounts.of(item.path("default")));
            }
        }
        requests = requested;
        limits = limited;
    }

    /** Changes the pod, and tells so by an annotation. */
    void fillIn(ObjectNode pod) {
        List<String> told = new ArrayList<>();
        pod.at("/spec/containers").forEach(container -> fillIn((ObjectNode) container, "container", told));
        pod.at("/spec/initContainers").forEach(container -> fillIn((ObjectNode) container, "init container", told));
        if (!told.isEmpty()) {
            pod.withObject("/metadata")
                    .withObject("/annotations")
                    .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", told));
        }
    }

    private void fillIn(ObjectNode container, String what, List<String> told) {
        fillIn(container, "requests", requests, "request for " + what, told);
        fillIn(container, "limits", limits, "limit for " + what, told);
    }

    private static void fillIn(
            ObjectNode container, String part, ResourceAmounts defaults, String what, List<String> told) {
        TreeSet<String> missing = new TreeSet<>(defaults.names());
        container.path("resources").path(part).fieldNames().forEachRemaining(missing::remove);
        if (missing.isEmpty()) {
            return;
        }
        ObjectNode amounts = container.withObject("/resources").withObject("/" + part);
        missing.forEach(name -> amounts.put(name, defaults.byName().get(name).toString()));
        told.add("%s %s %s"
                .formatted(
                        String.join(", ", missing), what, container.path("name").asText()));
    }
}
