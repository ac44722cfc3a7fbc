package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Keeps {@code observedGeneration} when a writer that does not know the field leaves it out. */
final class ObservedGenerations {
    private ObservedGenerations() {}

    static void keep(ObjectNode pod, ObjectNode old) {
        keep(pod.withObject("/status"), old.at("/status/observedGeneration").asLong());
        // Validation permits several conditions of one type: those pair up in order.
        Map<String, Deque<Long>> before = new HashMap<>();
        for (JsonNode condition : old.at("/status/conditions")) {
            before.computeIfAbsent(condition.path("type").asText(), type -> new ArrayDeque<>())
                    .add(condition.path("observedGeneration").asLong());
        }
        for (JsonNode condition : pod.at("/status/conditions")) {
            Deque<Long> generations = before.getOrDefault(condition.path("type").asText(), new ArrayDeque<>());
            if (!generations.isEmpty() && condition instanceof ObjectNode object) {
                keep(object, generations.poll());
            }
        }
    }

    private static void keep(ObjectNode holder, long generation) {
        if (generation != 0 && holder.path("observedGeneration").asLong() == 0) {
            holder.put("observedGeneration", generation);
        }
    }
}
