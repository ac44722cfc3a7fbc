package dev.caravel.apiserver.admission.plugins.limits;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.resources.PodResources;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives containers default requests and limits, and keeps pods and claims within the LimitRanges of their namespace. */
public final class LimitRanger implements AdmissionPlugin {
    public static final String NAME = "LimitRanger";

    private static final GroupResource LIMIT_RANGES = new GroupResource("", "limitranges");

    private final ObjectReader reader;

    public LimitRanger(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (applies(request) && request.isOf("", "pods")) {
            ObjectNode pod = request.object().orElseThrow();
            limitRanges(request).forEach(range -> new ContainerDefaults(range).fillIn(pod));
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        for (ObjectNode range : limitRanges(request)) {
            List<String> broken = new ArrayList<>();
            for (JsonNode item : range.at("/spec/limits")) {
                broken.addAll(broken(item, request.object().orElseThrow(), request.isOf("", "pods")));
            }
            if (!broken.isEmpty()) {
                throw request.forbidden(broken.size() == 1 ? broken.getFirst() : "[" + String.join(", ", broken) + "]");
            }
        }
    }

    /** Containers cannot be changed by an update of the pod, only by its resize. */
    private static boolean applies(AdmissionRequest request) {
        boolean concerns =
                switch (request.operation()) {
                    case CREATE -> request.isFor("", "pods") || request.isFor("", "persistentvolumeclaims");
                    case UPDATE ->
                        request.isFor("", "persistentvolumeclaims")
                                || request.isOf("", "pods")
                                        && request.subresource().equals("resize");
                    default -> false;
                };
        return concerns
                && request.oldObject()
                        .filter(old -> old.path("metadata").hasNonNull("deletionTimestamp"))
                        .isEmpty();
    }

    private List<ObjectNode> limitRanges(AdmissionRequest request) {
        return reader.list(LIMIT_RANGES, request.namespace()).stream()
                .sorted(Comparator.comparing(range -> range.at("/metadata/name").asText()))
                .toList();
    }

    private static List<String> broken(JsonNode item, ObjectNode object, boolean pod) {
        LimitConstraints constraints = new LimitConstraints(item);
        return switch (item.path("type").asText()) {
            case "Container" -> pod ? ofContainers(constraints, object) : List.of();
            case "Pod" -> {
                PodResources whole = PodResources.specified(object);
                yield pod ? constraints.broken(whole.requests(), whole.limits()) : List.of();
            }
            case "PersistentVolumeClaim" ->
                pod ? List.of() : constraints.broken(ResourceAmounts.of(object.at("/spec/resources/requests")));
            default -> List.of();
        };
    }

    private static List<String> ofContainers(LimitConstraints constraints, ObjectNode pod) {
        List<String> broken = new ArrayList<>();
        for (String path : List.of("/spec/containers", "/spec/initContainers")) {
            pod.at(path)
                    .forEach(container -> broken.addAll(constraints.broken(
                            ResourceAmounts.of(container.at("/resources/requests")),
                            ResourceAmounts.of(container.at("/resources/limits")))));
        }
        return broken;
    }
}
