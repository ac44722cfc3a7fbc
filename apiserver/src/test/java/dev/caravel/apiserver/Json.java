package dev.caravel.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** JSON as tests write it: single quotes, names without any. */
public final class Json {
    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Json() {}

    public static ObjectNode object(String text) {
        return (ObjectNode) tree(text);
    }

    public static JsonNode tree(String text) {
        try {
            return RELAXED.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** As it would be read again: Jackson's own equality tells an int 1 from a long 1. */
    public static JsonNode reread(JsonNode node) {
        return tree(node.toString());
    }

    public static byte[] bytes(String text) {
        return tree(text).toString().getBytes(StandardCharsets.UTF_8);
    }
}
