package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.time.Instant;
import java.util.Map;

/** Cells of pods. */
final class PodCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "podReady", Cell.text(pod -> PodSummary.of(pod).ready()),
            "podStatus", Cell.text(pod -> PodSummary.of(pod).status()),
            "podRestarts", PodCells::restarts,
            "podIP",
                    Cell.text(pod -> Texts.orElse(
                            JsonPaths.at(pod, "status.podIPs")
                                    .path(0)
                                    .path("ip")
                                    .asText(""),
                            "<none>")),
            "podReadinessGates", Cell.text(PodCells::readinessGates),
            "podTemplateLabels",
                    Cell.text(template -> Selectors.ofMap(JsonPaths.at(template, "template.metadata.labels"))));

    private PodCells() {}

    private static JsonNode restarts(ObjectNode pod, Instant now) {
        var summary = PodSummary.of(pod);
        var last = summary.lastRestart().filter(_ -> summary.restarts() > 0);
        return TextNode.valueOf(last.map(time -> "%d (%s ago)"
                        .formatted(summary.restarts(), HumanDuration.of(java.time.Duration.between(time, now))))
                .orElse(Integer.toString(summary.restarts())));
    }

    private static String readinessGates(ObjectNode pod) {
        var gates = JsonPaths.at(pod, "spec.readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        var passed = gates.valueStream()
                .filter(gate ->
                        Conditions.isTrue(pod, gate.path("conditionType").asText()))
                .count();
        return passed + "/" + gates.size();
    }
}
