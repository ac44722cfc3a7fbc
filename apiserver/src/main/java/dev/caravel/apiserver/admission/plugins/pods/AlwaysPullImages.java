package dev.caravel.apiserver.admission.plugins.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes nodes pull images for every pod, so that nobody uses an image that they have no credentials for. */
public final class AlwaysPullImages implements AdmissionPlugin {
    public static final String NAME = "AlwaysPullImages";

    private static final String ALWAYS = "Always";
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

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
        for (String field : CONTAINERS) {
            pod.path("spec").path(field).forEach(container -> ((ObjectNode) container).put("imagePullPolicy", ALWAYS));
        }
        for (JsonNode volume : pod.at("/spec/volumes")) {
            if (volume.path("image") instanceof ObjectNode image) {
                image.put("pullPolicy", ALWAYS);
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!applies(request)) {
            return;
        }
        JsonNode spec = request.object().orElseThrow().path("spec");
        List<String> wrong = new ArrayList<>();
        for (String field : CONTAINERS) {
            for (int i = 0; i < spec.path(field).size(); i++) {
                check(spec.path(field).get(i), "imagePullPolicy", "spec.%s[%d]".formatted(field, i), wrong);
            }
        }
        for (int i = 0; i < spec.path("volumes").size(); i++) {
            JsonNode image = spec.path("volumes").get(i).path("image");
            if (image.isObject()) {
                check(image, "pullPolicy", "spec.volumes[%d].image".formatted(i), wrong);
            }
        }
        if (wrong.size() == 1) {
            throw request.forbidden(wrong.getFirst());
        }
        if (!wrong.isEmpty()) {
            // Several errors are of no class of Status upstream.
            throw Statuses.unclassified(wrong.stream()
                    .map(why -> request.forbidden(why).getMessage())
                    .toList()
                    .toString());
        }
    }

    private static void check(JsonNode holder, String field, String path, List<String> wrong) {
        String policy = holder.path(field).asText();
        if (!policy.equals(ALWAYS)) {
            wrong.add("%s.%s: Unsupported value: \"%s\": supported values: \"Always\"".formatted(path, field, policy));
        }
    }

    /** An update that brings no new image is none of its business. */
    private static boolean applies(AdmissionRequest request) {
        if (!request.isFor("", "pods")) {
            return false;
        }
        return switch (request.operation()) {
            case CREATE -> true;
            case UPDATE ->
                !images(request.oldObject().orElseThrow())
                        .containsAll(images(request.object().orElseThrow()));
            default -> false;
        };
    }

    private static Set<String> images(ObjectNode pod) {
        Set<String> images = new HashSet<>();
        CONTAINERS.forEach(field -> pod.path("spec")
                .path(field)
                .forEach(container -> images.add(container.path("image").asText())));
        return images;
    }
}
