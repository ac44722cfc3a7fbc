package dev.caravel.apiserver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.json.StrictReader;
import dev.caravel.apiserver.registry.Decoded;
import dev.caravel.apiserver.registry.Decoded.Source;
import dev.caravel.apiserver.status.Statuses;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What a client has sent, read. */
public record RequestBody(ObjectNode object, Decoded decoded) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * @param kind for the message, what was expected
     * @throws dev.caravel.apiserver.status.ApiException 400 when it cannot be read, 415 for a format not spoken here
     */
    public static ObjectNode object(Call call, String kind) {
        return decode(call, kind).object();
    }

    /** As {@link #object}, with what is said twice. */
    static RequestBody decode(Call call, String kind) {
        boolean yaml = isYaml(call.header("Content-Type"));
        if (call.body().length == 0) {
            throw Statuses.badRequest("Object 'Kind' is missing in ''");
        }
        return yaml ? yaml(call.body(), kind) : json(call.body(), kind);
    }

    private static boolean isYaml(String contentType) {
        return switch (contentType.isEmpty()
                ? "application/json"
                : MediaType.parse(contentType).orElse("")) {
            case "application/json" -> false;
            case "application/yaml" -> true;
            default ->
                throw Statuses.unsupportedMediaType("the body of the request was in an unknown format - accepted media"
                        + " types include: application/json, application/yaml");
        };
    }

    /**
     * A configuration to be applied.
     *
     * @throws dev.caravel.apiserver.status.ApiException 400 when it cannot be read
     */
    static RequestBody configuration(Call call) {
        try {
            StrictReader reader = new StrictReader(YAML.createParser(call.body()));
            if (reader.read() instanceof ObjectNode object) {
                return new RequestBody(object, new Decoded(Source.YAML, lines(reader)));
            }
            throw Statuses.badRequest("error decoding YAML: the document is no object");
        } catch (IOException e) {
            throw Statuses.badRequest("error decoding YAML: error converting YAML to JSON: yaml: " + firstLine(e));
        }
    }

    /** A patch's type: to the letter, whatever comes behind a semicolon. */
    static String patchType(Call call) {
        String header = call.header("Content-Type");
        int semicolon = header.indexOf(';');
        return semicolon < 0 ? header : header.substring(0, semicolon);
    }

    private static RequestBody json(byte[] body, String kind) {
        try {
            StrictReader reader = JsonCodec.strictReader(body);
            JsonNode tree = reader.read();
            if (tree instanceof ObjectNode object) {
                return new RequestBody(object, new Decoded(Source.JSON, fields(reader)));
            }
            throw unreadable(
                    kind,
                    "json: cannot unmarshal %s into an object"
                            .formatted(tree.getNodeType().name().toLowerCase(Locale.ROOT)));
        } catch (JsonProcessingException e) {
            throw unreadable(kind, e.getOriginalMessage());
        } catch (IOException e) {
            throw unreadable(kind, e.getMessage());
        }
    }

    private static RequestBody yaml(byte[] body, String kind) {
        try {
            StrictReader reader = new StrictReader(YAML.createParser(body));
            if (reader.read() instanceof ObjectNode object) {
                return new RequestBody(object, new Decoded(Source.YAML, lines(reader)));
            }
            throw unreadable(kind, "the document is no object");
        } catch (IOException e) {
            throw unreadable(kind, "yaml: " + firstLine(e));
        }
    }

    static List<String> fields(StrictReader reader) {
        return reader.duplicates().stream()
                .map(duplicate -> "duplicate field \"" + duplicate.path() + "\"")
                .toList();
    }

    private static List<String> lines(StrictReader reader) {
        return reader.duplicates().stream()
                .map(duplicate ->
                        "line %d: key \"%s\" already set in map".formatted(duplicate.line(), duplicate.name()))
                .toList();
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static RuntimeException unreadable(String kind, String why) {
        return Statuses.badRequest("the object provided is unrecognized (must be of type %s): %s".formatted(kind, why));
    }
}
