package dev.caravel.bench.histories;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.bench.histories.Outcome.Version;

/** The objects of the histories: each has a label that says whose it is, and a token. */
final class ConfigMaps {
    static final String NAMESPACE = "histories";
    static final String COLLECTION = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String LABEL = "history";
    private static final String TOKEN = "token";

    private ConfigMaps() {}

    static String path(String key) {
        return COLLECTION + "/" + key;
    }

    static String selector(long history) {
        return "labelSelector=" + LABEL + "%3D" + history;
    }

    static byte[] object(long history, String key, String token, long revision) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = object.putObject("metadata").put("name", key);
        metadata.putObject("labels").put(LABEL, Long.toString(history));
        if (revision != 0) {
            metadata.put("resourceVersion", Long.toString(revision));
        }
        object.putObject("data").put(TOKEN, token);
        return write(object);
    }

    static byte[] patch(String token) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put(TOKEN, token);
        return write(patch);
    }

    static Version version(JsonNode object) {
        return new Version(revision(object), token(object), uid(object));
    }

    static long revision(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asLong();
    }

    static String key(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText();
    }

    static String token(JsonNode object) {
        return object.path("data").path(TOKEN).asText();
    }

    /** The history that an object belongs to; -1 for none. */
    static long history(JsonNode object) {
        return object.path("metadata").path("labels").path(LABEL).asLong(-1);
    }

    private static byte[] write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
