package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether an update of a pod brings something to judge: most of a pod cannot change. */
final class SignificantUpdate {
    private SignificantUpdate() {}

    static boolean is(ObjectNode pod, ObjectNode old) {
        for (String field : List.of("containers", "initContainers")) {
            JsonNode now = pod.path("spec").path(field);
            JsonNode before = old.path("spec").path(field);
            if (now.size() != before.size()) {
                return true;
            }
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).path("image").equals(before.get(i).path("image"))) {
                    return true;
                }
            }
        }
        Map<String, JsonNode> imagesBefore = new HashMap<>();
        old.at("/spec/ephemeralContainers")
                .forEach(container -> imagesBefore.put(container.path("name").asText(), container.path("image")));
        for (JsonNode container : pod.at("/spec/ephemeralContainers")) {
            if (!container
                    .path("image")
                    .equals(imagesBefore.get(container.path("name").asText()))) {
                return true;
            }
        }
        return false;
    }
}
