package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as tests write it: single quotes, names without any. */
final class Json {
    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Json() {}

    static ObjectNode object(String text) {
        return (ObjectNode) tree(text);
    }

    static com.fasterxml.jackson.databind.JsonNode tree(String text) {
        try {
            return RELAXED.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static byte[] bytes(String text) {
        return tree(text).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
