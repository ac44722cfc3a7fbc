package dev.caravel.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The YAML documents below a folder, in the order of their paths. */
final class YamlTree {
    /** @param file relative to the folder */
    record Document(Path file, ObjectNode content) {}

    private static final YAMLMapper YAML = new YAMLMapper();

    private YamlTree() {}

    static List<Document> read(Path folder) throws IOException {
        var documents = new ArrayList<Document>();
        try (var files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(file -> {
                try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
                    values.forEachRemaining(value -> {
                        if (!(value instanceof ObjectNode content)) {
                            throw new IllegalArgumentException(file + " has a document that is not a mapping");
                        }
                        documents.add(new Document(folder.relativize(file), content));
                    });
                } catch (IOException e) {
                    throw new UncheckedIOException(file + ": " + e.getMessage(), e);
                }
            });
        }
        return documents;
    }
}
