package dev.caravel.apiserver.admission.plugins.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.pods.TopologyLabels;

/** Tells pods that are made on a node its zone and region (KEP-4742); bindings tell the others. */
public final class PodTopologyLabels implements AdmissionPlugin {
    public static final String NAME = "PodTopologyLabels";

    private final TopologyLabels labels;

    public PodTopologyLabels(TopologyLabels labels) {
        this.labels = requireNonNull(labels, "labels is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isFor("", "pods") && request.operation() == Operation.CREATE) {
            ObjectNode pod = request.object().orElseThrow();
            labels.copy(pod.at("/spec/nodeName").asText(), pod);
        }
    }
}
