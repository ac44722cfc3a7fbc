package dev.caravel.apiserver.resource.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Events of events.k8s.io/v1 are those of core/v1 under other names. */
final class EventConversion implements Conversion {
    /** By the names of events.k8s.io; what is not named here is called the same. */
    private static final Map<String, String> CORE_NAMES = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    @Override
    public ObjectNode toStorage(ObjectNode event) {
        var stored = event.deepCopy().put("apiVersion", "v1");
        CORE_NAMES.forEach((name, coreName) -> rename(stored, name, coreName));
        return stored;
    }

    @Override
    public ObjectNode fromStorage(ObjectNode stored) {
        var event = stored.deepCopy().put("apiVersion", "events.k8s.io/v1");
        CORE_NAMES.forEach((name, coreName) -> rename(event, coreName, name));
        return event;
    }

    private static void rename(ObjectNode object, String from, String to) {
        var value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
