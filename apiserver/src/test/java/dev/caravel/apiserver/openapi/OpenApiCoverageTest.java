package dev.caravel.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Compares with upstream's OpenAPI in the folder that {@code CARAVEL_REFERENCE} names; without one there is nothing to compare. */
@DisplayName("OpenAPI, against upstream's")
class OpenApiCoverageTest {
    /** Groups and versions that are served only where they are switched on. */
    private static final Pattern SWITCHED_ON = Pattern.compile(".*\\.v[0-9]+(alpha|beta)[0-9]+\\..*");

    /** Documents that are no objects: discovery, the version, and the lines of a watch. Our OpenAPI does not describe them. */
    private static final Pattern NO_OBJECTS = Pattern.compile(
            "io\\.k8s\\.apimachinery\\.pkg\\.(version\\.Info|apis\\.meta\\.v1\\.(API.*|Group.*|ServerAddressByClientCIDR|WatchEvent))");

    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("has all types of what is served by default")
    void types() throws IOException {
        var upstream = new TreeSet<String>();
        for (var type : definitions(reference()).properties()) {
            if (!SWITCHED_ON.matcher(type.getKey()).matches()
                    && !NO_OBJECTS.matcher(type.getKey()).matches()) {
                upstream.add(type.getKey());
            }
        }
        definitions(ours()).properties().forEach(type -> upstream.remove(type.getKey()));

        assertThat(upstream).isEmpty();
    }

    @Test
    @DisplayName("has all fields of those types, with the same shapes and ways to merge")
    void fields() throws IOException {
        var ours = definitions(ours());
        var differences = new TreeSet<String>();
        for (var type : definitions(reference()).properties()) {
            if (ours.has(type.getKey())) {
                JsonNode our = ours.get(type.getKey());
                compare(type.getKey(), type.getValue(), our, differences);
                for (var field : type.getValue().path("properties").properties()) {
                    compare(
                            type.getKey() + "." + field.getKey(),
                            field.getValue(),
                            our.path("properties").path(field.getKey()),
                            differences);
                }
            }
        }

        assertThat(differences).isEmpty();
    }

    private static void compare(String name, JsonNode upstream, JsonNode ours, TreeSet<String> differences) {
        if (ours.isMissingNode()) {
            differences.add(name + " is missing");
            return;
        }
        for (Map.Entry<String, JsonNode> property : upstream.properties()) {
            switch (property.getKey()) {
                case "description", "default", "properties", "x-kubernetes-group-version-kind", "enum" -> {}
                // Granular is what a map is of which nothing is said, and nobody reads unions.
                case "x-kubernetes-map-type", "x-kubernetes-unions" -> {}
                case "items", "additionalProperties" -> {
                    if (!withoutValues(property.getValue()).equals(withoutValues(ours.path(property.getKey())))) {
                        differences.add(name + ": " + property.getKey());
                    }
                }
                case "required" -> {
                    if (!texts(property.getValue()).equals(texts(ours.path("required")))) {
                        differences.add(name + ": required");
                    }
                }
                default -> {
                    if (!property.getValue().equals(ours.path(property.getKey()))) {
                        differences.add(name + ": " + property.getKey() + " is " + ours.path(property.getKey())
                                + " where upstream has " + property.getValue());
                    }
                }
            }
        }
    }

    /** Upstream's published document leaves the values out, which its server tells. */
    private static JsonNode withoutValues(JsonNode schema) {
        return schema instanceof ObjectNode object ? object.deepCopy().without("enum") : schema;
    }

    private static TreeSet<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode definitions(JsonNode document) {
        return document.get("definitions");
    }

    private static JsonNode ours() throws IOException {
        return JSON.readTree(new OpenApi(CATALOG, CATALOG::schema)
                .get("/openapi/v2", "")
                .orElseThrow()
                .body());
    }

    private static JsonNode reference() throws IOException {
        var file = Optional.ofNullable(System.getenv("CARAVEL_REFERENCE"))
                .map(reference -> Path.of(reference).resolve("swagger-v1.36.json"));
        assumeTrue(
                file.isPresent() && Files.isRegularFile(file.get()),
                "CARAVEL_REFERENCE does not name a folder with swagger-v1.36.json: the comparison with upstream is skipped");
        return JSON.readTree(file.get().toFile());
    }
}
