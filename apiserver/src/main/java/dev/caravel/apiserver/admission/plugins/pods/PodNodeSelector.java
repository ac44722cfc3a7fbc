package dev.caravel.apiserver.admission.plugins.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives pods the node selector of their namespace, and holds them to the labels that it allows. */
public final class PodNodeSelector implements AdmissionPlugin {
    public static final String NAME = "PodNodeSelector";

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/node-selector";
    private static final String DEFAULT = "clusterDefaultNodeSelector";

    private final ObjectReader reader;
    private final JsonNode selectors;

    /** @param configuration with {@code podNodeSelectorPluginConfig}, or nothing */
    public PodNodeSelector(ObjectReader reader, JsonNode configuration) {
        this.reader = requireNonNull(reader, "reader is null");
        selectors = configuration.path("podNodeSelectorPluginConfig");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        ObjectNode pod = request.object().orElseThrow();
        Map<String, String> ofNamespace = ofNamespace(request.namespace());
        requireNoConflict(request, ofNamespace, pod);
        if (!ofNamespace.isEmpty()) {
            ObjectNode selector = pod.withObject("/spec").withObject("/nodeSelector");
            ofNamespace.forEach(selector::put);
        }
        validate(request);
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        ObjectNode pod = request.object().orElseThrow();
        requireNoConflict(request, ofNamespace(request.namespace()), pod);
        Map<String, String> allowed = parse(selectors.path(request.namespace()).asText());
        boolean within = allowed.isEmpty()
                || pod.at("/spec/nodeSelector").properties().stream()
                        .allMatch(label -> label.getValue().asText().equals(allowed.get(label.getKey())));
        if (!within) {
            throw request.forbidden("pod node label selector labels conflict with its namespace whitelist");
        }
    }

    private static boolean applies(AdmissionRequest request) {
        return request.isFor("", "pods") && request.operation() == Operation.CREATE;
    }

    private static void requireNoConflict(AdmissionRequest request, Map<String, String> ofNamespace, ObjectNode pod) {
        boolean conflict = pod.at("/spec/nodeSelector").properties().stream()
                .anyMatch(label -> ofNamespace.containsKey(label.getKey())
                        && !ofNamespace
                                .get(label.getKey())
                                .equals(label.getValue().asText()));
        if (conflict) {
            throw request.forbidden("pod node label selector conflicts with its namespace node label selector");
        }
    }

    private Map<String, String> ofNamespace(String namespace) {
        ObjectNode found = reader.get(NAMESPACES, "", namespace)
                .or(() -> reader.getLatest(NAMESPACES, "", namespace))
                .orElseThrow(() -> Statuses.notFound(NAMESPACES, namespace));
        JsonNode annotated = found.at("/metadata/annotations").path(ANNOTATION);
        return parse(
                annotated.isTextual()
                        ? annotated.textValue()
                        : selectors.path(DEFAULT).asText());
    }

    /** {@code a=b,c=d}. */
    private static Map<String, String> parse(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] parts = label.split("=", -1);
            if (parts.length != 2) {
                throw Statuses.unclassified("invalid selector: [%s]".formatted(label));
            }
            labels.put(parts[0].strip(), parts[1].strip());
        }
        return labels;
    }
}
