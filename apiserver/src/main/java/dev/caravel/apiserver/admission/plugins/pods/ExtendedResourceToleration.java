package dev.caravel.apiserver.admission.plugins.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import java.util.List;
import java.util.TreeSet;

/** Lets pods that ask for an extended resource onto the nodes that are tainted to be kept for them. */
public final class ExtendedResourceToleration implements AdmissionPlugin {
    public static final String NAME = "ExtendedResourceToleration";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor("", "pods")
                || request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        ObjectNode spec = request.object().orElseThrow().withObject("/spec");
        TreeSet<String> resources = new TreeSet<>();
        for (String field : List.of("containers", "initContainers")) {
            spec.path(field)
                    .forEach(container ->
                            container.at("/resources/requests").fieldNames().forEachRemaining(resources::add));
        }
        resources.removeIf(name -> !isExtended(name));
        for (String resource : resources) {
            Tolerations.put(
                    spec,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("key", resource)
                            .put("operator", "Exists")
                            .put("effect", "NoSchedule"));
        }
    }

    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/") && !name.startsWith("requests.");
    }
}
