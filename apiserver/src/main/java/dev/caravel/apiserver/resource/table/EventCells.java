package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Cells of events, in the fields of core/v1 or of events.k8s.io/v1. */
final class EventCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "eventFirstSeen", (event, now) -> TextNode.valueOf(firstSeen(event, now)),
            "eventLastSeen", (event, now) -> TextNode.valueOf(lastSeen(event, now)),
            "eventCount", (event, _) -> count(event),
            "eventObject", Cell.text(EventCells::object),
            "eventSource", Cell.text(EventCells::source));

    private EventCells() {}

    private static String firstSeen(ObjectNode event, Instant now) {
        var first = either(event, "firstTimestamp", "deprecatedFirstTimestamp");
        return Ages.since(first.isTextual() ? first : event.path("eventTime"), now);
    }

    private static String lastSeen(ObjectNode event, Instant now) {
        if (event.path("series").isObject()) {
            return Ages.since(event.path("series").path("lastObservedTime"), now);
        }
        var last = either(event, "lastTimestamp", "deprecatedLastTimestamp");
        return last.isTextual() ? Ages.since(last, now) : firstSeen(event, now);
    }

    private static JsonNode count(ObjectNode event) {
        var count = event.path("series").isObject()
                ? event.path("series").path("count").asInt()
                : either(event, "count", "deprecatedCount").asInt();
        return IntNode.valueOf(count == 0 && !event.has("series") ? 1 : count);
    }

    private static String object(ObjectNode event) {
        var object = either(event, "involvedObject", "regarding");
        var kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
        var name = object.path("name").asText("");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(ObjectNode event) {
        var source = either(event, "source", "deprecatedSource");
        var component = Texts.orElse(
                source.path("component").asText(""),
                either(event, "reportingComponent", "reportingController").asText(""));
        var instance = Texts.orElse(
                source.path("host").asText(""), event.path("reportingInstance").asText(""));
        return instance.isEmpty() ? component : component + ", " + instance;
    }

    private static JsonNode either(ObjectNode event, String core, String events) {
        return event.has(core) ? event.get(core) : event.path(events);
    }
}
