package dev.caravel.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How much of the server a kind of request may have.
 *
 * @param lendablePercent of its seats that others may use meanwhile
 * @param borrowingPercent of its seats that it may use of others' besides; no limit when absent
 * @param queuing absent when what is too much is rejected at once
 */
record PriorityLevel(
        String name,
        String uid,
        boolean exempt,
        int shares,
        int lendablePercent,
        Optional<Integer> borrowingPercent,
        Optional<Queuing> queuing) {
    /** Where requests wait. */
    record Queuing(int queues, int handSize, int lengthLimit) {}

    static PriorityLevel of(ObjectNode object) {
        JsonNode spec = object.path("spec");
        boolean exempt = spec.path("type").asText().equals("Exempt");
        JsonNode level = spec.path(exempt ? "exempt" : "limited");
        JsonNode borrowing = level.path("borrowingLimitPercent");
        return new PriorityLevel(
                object.at("/metadata/name").asText(),
                object.at("/metadata/uid").asText(),
                exempt,
                level.path("nominalConcurrencyShares").asInt(exempt ? 0 : 30),
                level.path("lendablePercent").asInt(),
                borrowing.isNumber() ? Optional.of(borrowing.asInt()) : Optional.empty(),
                queuing(level.path("limitResponse")));
    }

    private static Optional<Queuing> queuing(JsonNode response) {
        JsonNode queuing = response.path("queuing");
        return response.path("type").asText().equals("Queue")
                ? Optional.of(new Queuing(
                        queuing.path("queues").asInt(),
                        queuing.path("handSize").asInt(),
                        queuing.path("queueLengthLimit").asInt()))
                : Optional.empty();
    }
}
