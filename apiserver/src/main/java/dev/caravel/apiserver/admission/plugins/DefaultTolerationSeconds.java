package dev.caravel.apiserver.admission.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;

/** Pods stay for a while on a node that has stopped to answer, unless they say otherwise. */
public final class DefaultTolerationSeconds implements AdmissionPlugin {
    public static final String NAME = "DefaultTolerationSeconds";

    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final long notReadySeconds;
    private final long unreachableSeconds;

    public DefaultTolerationSeconds(long notReadySeconds, long unreachableSeconds) {
        this.notReadySeconds = notReadySeconds;
        this.unreachableSeconds = unreachableSeconds;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.DELETE
                && request.isFor("", "pods")
                && request.object().isPresent()) {
            ObjectNode spec = request.object().get().withObject("/spec");
            boolean notReady = tolerates(spec, NOT_READY);
            boolean unreachable = tolerates(spec, UNREACHABLE);
            if (!notReady) {
                add(spec, NOT_READY, notReadySeconds);
            }
            if (!unreachable) {
                add(spec, UNREACHABLE, unreachableSeconds);
            }
        }
    }

    private static boolean tolerates(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String key = toleration.path("key").asText();
            String effect = toleration.path("effect").asText();
            if ((key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return true;
            }
        }
        return false;
    }

    private static void add(ObjectNode spec, String taint, long seconds) {
        spec.withArray("/tolerations")
                .addObject()
                .put("key", taint)
                .put("operator", "Exists")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", seconds);
    }
}
