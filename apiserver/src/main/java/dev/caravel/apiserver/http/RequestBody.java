package dev.caravel.apiserver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.Locale;

/** Decodes what clients send. Thread-safe. */
public final class RequestBody {
    private static final YAMLMapper YAML = new YAMLMapper();

    private RequestBody() {}

    /**
     * @param kind for the message, what was expected
     * @throws dev.caravel.apiserver.status.ApiException 400 when it cannot be read, 415 for a format not spoken here
     */
    public static ObjectNode object(Call call, String kind) {
        if (call.body().length == 0) {
            throw Statuses.badRequest("Object 'Kind' is missing in ''");
        }
        return switch (mediaType(call)) {
            case "", "application/json", "*/*" -> json(call.body(), kind);
            case "application/yaml", "application/x-yaml", "text/yaml" -> yaml(call.body(), kind);
            default ->
                throw Statuses.unsupportedMediaType("the body of the request was in an unknown format - accepted media"
                        + " types include: application/json, application/yaml");
        };
    }

    /** The body's type without parameters, in lower case. */
    public static String mediaType(Call call) {
        return call.header("Content-Type").split(";")[0].trim().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode json(byte[] body, String kind) {
        try {
            return JsonCodec.readObject(body);
        } catch (JsonProcessingException e) {
            throw unreadable(kind, e.getOriginalMessage());
        } catch (IOException e) {
            throw unreadable(kind, e.getMessage());
        }
    }

    private static ObjectNode yaml(byte[] body, String kind) {
        try {
            JsonNode tree = YAML.readTree(body);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw unreadable(kind, "the document is no object");
        } catch (IOException e) {
            throw unreadable(kind, "yaml: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static RuntimeException unreadable(String kind, String why) {
        return Statuses.badRequest("the object provided is unrecognized (must be of type %s): %s".formatted(kind, why));
    }
}
