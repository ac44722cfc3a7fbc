package dev.caravel.apiserver.admission.plugins.pods;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;

/** Required anti-affinity may keep others off a node, not off a whole zone. */
public final class HardAntiAffinityTopology implements AdmissionPlugin {
    public static final String NAME = "LimitPodHardAntiAffinityTopology";

    private static final String HOSTNAME = "kubernetes.io/hostname";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor("", "pods") || request.object().isEmpty()) {
            return;
        }
        JsonNode terms = request.object()
                .get()
                .at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution");
        for (JsonNode term : terms) {
            String key = term.path("topologyKey").asText();
            if (!key.equals(HOSTNAME)) {
                throw request.forbidden(
                        "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey %s but only key %s is allowed"
                                .formatted(key, HOSTNAME));
            }
        }
    }
}
