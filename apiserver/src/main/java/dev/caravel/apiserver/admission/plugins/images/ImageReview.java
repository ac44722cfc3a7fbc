package dev.caravel.apiserver.admission.plugins.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code imagepolicy.k8s.io/v1alpha1 ImageReview}: what is asked, and what the answer says. Pure. */
final class ImageReview {
    private static final String VERSION = "imagepolicy.k8s.io/v1alpha1";
    private static final String KIND = "ImageReview";
    private static final String ANNOTATIONS = ".image-policy.k8s.io/";

    private ImageReview() {}

    /**
     * What has been decided.
     *
     * @param annotations for the audit log
     */
    record Verdict(boolean allowed, String reason, Map<String, String> annotations) {
        Verdict {
            annotations = Map.copyOf(annotations);
        }
    }

    /** @param containers the lists of the pod's containers that are asked about */
    static ObjectNode spec(ObjectNode pod, List<String> containers, String namespace) {
        ObjectNode spec = JsonCodec.object();
        ArrayNode images = JsonCodec.object().arrayNode();
        for (String list : containers) {
            for (JsonNode container : pod.path("spec").path(list)) {
                ObjectNode image = images.addObject();
                if (!container.path("image").asText().isEmpty()) {
                    image.put("image", container.path("image").asText());
                }
            }
        }
        if (!images.isEmpty()) {
            spec.set("containers", images);
        }
        Map<String, String> annotations = new TreeMap<>();
        pod.path("metadata").path("annotations").properties().stream()
                .filter(entry -> entry.getKey().contains(ANNOTATIONS))
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        if (!annotations.isEmpty()) {
            annotations.forEach(spec.putObject("annotations")::put);
        }
        if (!namespace.isEmpty()) {
            spec.put("namespace", namespace);
        }
        return spec;
    }

    static ObjectNode of(ObjectNode spec) {
        ObjectNode review = JsonCodec.object().put("kind", KIND).put("apiVersion", VERSION);
        review.putObject("metadata");
        review.set("spec", spec);
        review.putObject("status").put("allowed", false);
        return review;
    }

    /** @throws IllegalArgumentException when the answer is no review */
    static Verdict verdict(ObjectNode answer) {
        String kind = answer.path("kind").asText(KIND);
        String version = answer.path("apiVersion").asText(VERSION);
        if (!kind.equals(KIND) || !version.equals(VERSION)) {
            throw new IllegalArgumentException("the webhook answered with a %s of %s, not with a %s of %s"
                    .formatted(kind, version, KIND, VERSION));
        }
        JsonNode status = answer.path("status");
        JsonNode allowed = status.path("allowed");
        if (!allowed.isBoolean() && !allowed.isMissingNode() && !allowed.isNull()) {
            throw new IllegalArgumentException("the webhook's status.allowed is not a boolean");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        status.path("auditAnnotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        return new Verdict(allowed.asBoolean(), status.path("reason").asText(), annotations);
    }
}
