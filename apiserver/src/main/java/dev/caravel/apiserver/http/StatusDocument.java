package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Status;

/** {@code meta/v1 Status} as JSON. Pure. */
public final class StatusDocument {
    private StatusDocument() {}

    public static ObjectNode of(Status status) {
        ObjectNode json = empty().put("status", "Failure").put("message", status.message());
        if (!status.reason().isEmpty()) {
            json.put("reason", status.reason());
        }
        status.details().ifPresent(details -> json.set("details", details(details)));
        if (!status.continueToken().isEmpty()) {
            json.withObject("/metadata").put("continue", status.continueToken());
        }
        return json.put("code", status.code());
    }

    /** Says that an object is gone. */
    public static ObjectNode deleted(String group, String resource, String name, String uid) {
        ObjectNode json = empty().put("status", "Success");
        ObjectNode details = json.putObject("details").put("name", name);
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", resource).put("uid", uid);
        return json;
    }

    private static ObjectNode empty() {
        ObjectNode json = JsonCodec.object().put("kind", "Status").put("apiVersion", "v1");
        json.putObject("metadata");
        return json;
    }

    private static ObjectNode details(Status.Details details) {
        ObjectNode json = JsonCodec.object();
        put(json, "name", details.name());
        put(json, "group", details.group());
        put(json, "kind", details.kind());
        put(json, "uid", details.uid());
        if (!details.causes().isEmpty()) {
            ArrayNode causes = json.putArray("causes");
            for (Status.Cause cause : details.causes()) {
                ObjectNode entry = causes.addObject();
                put(entry, "reason", cause.reason());
                put(entry, "message", cause.message());
                put(entry, "field", cause.field());
            }
        }
        if (details.retryAfterSeconds() > 0) {
            json.put("retryAfterSeconds", details.retryAfterSeconds());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, String text) {
        if (!text.isEmpty()) {
            json.put(field, text);
        }
    }
}
