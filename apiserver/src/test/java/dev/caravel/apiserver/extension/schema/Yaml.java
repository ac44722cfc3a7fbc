package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Trees as the server reads them, written in YAML. */
public final class Yaml {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    public static JsonNode read(String yaml) {
        try {
            return JsonCodec.read(MAPPER.readTree(yaml).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode object(String yaml) {
        return (ObjectNode) read(yaml);
    }

    public static StructuralSchema schema(String yaml) {
        return StructuralSchema.parse(read(yaml));
    }
}
