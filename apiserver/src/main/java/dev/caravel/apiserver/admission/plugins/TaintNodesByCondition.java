package dev.caravel.apiserver.admission.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;

/** A new node takes no pods until it is known to be ready. */
public final class TaintNodesByCondition implements AdmissionPlugin {
    public static final String NAME = "TaintNodesByCondition";

    private static final String NOT_READY = "node.kubernetes.io/not-ready";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.CREATE
                && request.isFor("", "nodes")
                && request.object().isPresent()) {
            ArrayNode taints = request.object().get().withArray("/spec/taints");
            for (JsonNode taint : taints) {
                if (taint.path("key").asText().equals(NOT_READY)
                        && taint.path("effect").asText().equals("NoSchedule")) {
                    return;
                }
            }
            taints.addObject().put("key", NOT_READY).put("effect", "NoSchedule");
        }
    }
}
