package dev.caravel.apiserver.admission.plugins.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.pods.QosClass;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.Optional;

/** Gives pods the default tolerations of their namespace, and holds them to those that it allows. */
public final class PodTolerationRestriction implements AdmissionPlugin {
    public static final String NAME = "PodTolerationRestriction";

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String DEFAULTS = "scheduler.alpha.kubernetes.io/defaultTolerations";
    private static final String ALLOWED = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectReader reader;
    private final JsonNode configuration;

    /** @param configuration {@code Configuration} of {@code podtolerationrestriction.admission.k8s.io/v1alpha1}, or nothing */
    public PodTolerationRestriction(ObjectReader reader, JsonNode configuration) {
        this.reader = requireNonNull(reader, "reader is null");
        this.configuration = requireNonNull(configuration, "configuration is null");
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
        ArrayNode added = JsonNodeFactory.instance.arrayNode();
        if (request.operation() == Operation.CREATE) {
            JsonNode defaults = annotated(request.namespace(), DEFAULTS).orElse(configuration.path("default"));
            defaults.forEach(added::add);
        }
        if (QosClass.of(pod) != QosClass.BEST_EFFORT) {
            added.addObject()
                    .put("key", "node.kubernetes.io/memory-pressure")
                    .put("operator", "Exists")
                    .put("effect", "NoSchedule");
        }
        if (!added.isEmpty()) {
            pod.withObject("/spec").set("tolerations", Tolerations.merge(pod.at("/spec/tolerations"), added));
        }
        validate(request);
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        JsonNode tolerations = request.object().orElseThrow().at("/spec/tolerations");
        if (tolerations.isEmpty()) {
            return;
        }
        Optional<JsonNode> ofNamespace = annotated(request.namespace(), ALLOWED);
        JsonNode allowed = ofNamespace.orElse(configuration.path("whitelist"));
        if (!allowed.isEmpty() && !Tolerations.areWithin(tolerations, allowed)) {
            throw Statuses.unclassified(
                    "pod tolerations (possibly merged with namespace default tolerations) conflict with its %s whitelist"
                            .formatted(ofNamespace.isPresent() ? "namespace" : "cluster"));
        }
    }

    private static boolean applies(AdmissionRequest request) {
        return request.isFor("", "pods")
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
    }

    private Optional<JsonNode> annotated(String namespace, String annotation) {
        ObjectNode found = reader.get(NAMESPACES, "", namespace)
                .or(() -> reader.getLatest(NAMESPACES, "", namespace))
                .orElseThrow(() -> Statuses.notFound(NAMESPACES, namespace));
        JsonNode text = found.at("/metadata/annotations").path(annotation);
        if (!text.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.textValue().isEmpty()
                            ? JsonNodeFactory.instance.arrayNode()
                            : JSON.readTree(text.textValue()));
        } catch (JsonProcessingException e) {
            throw Statuses.unclassified(e.getOriginalMessage());
        }
    }
}
