package dev.caravel.apiserver.admission.plugins.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Optional;

/** Gives pods the overhead and the nodes of their RuntimeClass (KEP-688, KEP-585). */
public final class RuntimeClassAdmission implements AdmissionPlugin {
    public static final String NAME = "RuntimeClass";

    private static final GroupResource CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");
    private static final String MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    private final ObjectReader reader;

    public RuntimeClassAdmission(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
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
        ObjectNode spec = request.object().orElseThrow().withObject("/spec");
        runtimeClass(request).ifPresent(runtimeClass -> {
            setOverhead(request, spec, runtimeClass.path("overhead"));
            if (runtimeClass.path("scheduling").isObject()) {
                schedule(request, spec, runtimeClass.path("scheduling"));
            }
        });
    }

    private static void setOverhead(AdmissionRequest request, ObjectNode spec, JsonNode overhead) {
        if (!overhead.isObject()) {
            return;
        }
        JsonNode present = spec.path("overhead");
        if (!present.isEmpty() && !isSame(present, overhead)) {
            throw request.forbidden(MISMATCH);
        }
        if (overhead.path("podFixed").isObject()) {
            spec.set("overhead", overhead.get("podFixed").deepCopy());
        }
    }

    private static boolean isSame(JsonNode podOverhead, JsonNode overhead) {
        return ResourceAmounts.of(podOverhead).equals(ResourceAmounts.of(overhead.path("podFixed")));
    }

    private static void schedule(AdmissionRequest request, ObjectNode spec, JsonNode scheduling) {
        scheduling.path("nodeSelector").properties().forEach(label -> {
            JsonNode present = spec.path("nodeSelector").path(label.getKey());
            String wanted = label.getValue().asText();
            if (present.isTextual() && !present.textValue().equals(wanted)) {
                throw request.forbidden(
                        "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                                .formatted(label.getKey(), wanted, label.getKey(), present.textValue()));
            }
            spec.withObject("/nodeSelector").put(label.getKey(), wanted);
        });
        if (!scheduling.path("tolerations").isEmpty()) {
            spec.set("tolerations", Tolerations.merge(spec.path("tolerations"), scheduling.path("tolerations")));
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        JsonNode present = request.object().orElseThrow().at("/spec/overhead");
        JsonNode overhead = runtimeClass(request)
                .map(runtimeClass -> runtimeClass.path("overhead"))
                .filter(JsonNode::isObject)
                .orElse(null);
        if (overhead != null && !isSame(present, overhead)) {
            throw request.forbidden(MISMATCH);
        }
        if (overhead == null && present.isObject()) {
            throw request.forbidden(
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private static boolean applies(AdmissionRequest request) {
        return request.isFor("", "pods") && request.operation() == Operation.CREATE;
    }

    private Optional<ObjectNode> runtimeClass(AdmissionRequest request) {
        JsonNode name = request.object().orElseThrow().at("/spec/runtimeClassName");
        if (!name.isTextual()) {
            return Optional.empty();
        }
        return Optional.of(reader.get(CLASSES, "", name.textValue())
                .or(() -> reader.getLatest(CLASSES, "", name.textValue()))
                .orElseThrow(() ->
                        request.forbidden("pod rejected: RuntimeClass \"%s\" not found".formatted(name.textValue()))));
    }
}
