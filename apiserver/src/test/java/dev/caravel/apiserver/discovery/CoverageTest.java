package dev.caravel.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds what is served against the list in {@code coverage/resources.txt}. */
@DisplayName("Of Kubernetes v1.36 is served")
class CoverageTest {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final Set<String> STORED =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TableRenderer tables = new TableRenderer(Clock.systemUTC());
    private final TreeMap<String, String> served = served();

    @TestFactory
    @DisplayName("each resource with its verbs, names, categories, subresources and columns")
    List<DynamicTest> resources() throws IOException {
        return listed().stream()
                .map(line -> DynamicTest.dynamicTest(
                        key(line), () -> assertThat(served).containsEntry(key(line), line)))
                .toList();
    }

    @Test
    @DisplayName("no resource besides")
    void nothingElse() throws IOException {
        assertThat(served.keySet())
                .isEqualTo(listed().stream().map(CoverageTest::key).collect(Collectors.toCollection(TreeSet::new)));
    }

    private TreeMap<String, String> served() {
        var discovery = new Discovery(CATALOG, "10.10.10.10:8050");
        var lines = new TreeMap<String, String>();
        for (var path : List.of("/api", "/apis")) {
            for (var group : read(discovery.get(path, AGGREGATED).orElseThrow()).get("items")) {
                var name = group.at("/metadata/name").asText();
                for (var version : group.get("versions")) {
                    for (var resource : version.get("resources")) {
                        var line = line(name, version.get("version").asText(), resource);
                        lines.put(key(line), line);
                    }
                }
            }
        }
        return lines;
    }

    private String line(String group, String version, JsonNode resource) {
        var verbs = texts(resource.path("verbs"));
        var plural = resource.get("resource").asText();
        return String.join(
                "  ",
                group.isEmpty() ? version : group + "/" + version,
                plural,
                resource.at("/responseKind/kind").asText(),
                resource.get("scope").asText().equals("Namespaced") ? "namespaced" : "cluster",
                Set.copyOf(verbs).equals(STORED) ? "all" : orDash(new TreeSet<>(verbs)),
                orDash(texts(resource.path("shortNames"))),
                orDash(texts(resource.path("categories"))),
                orDash(subresources(resource)),
                verbs.contains("list") ? orDash(columns(new GroupVersionResource(group, version, plural))) : "-");
    }

    private List<String> columns(GroupVersionResource id) {
        var table = tables.render(
                CATALOG.find(id).orElseThrow(),
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                IncludeObject.NONE,
                true);
        return StreamSupport.stream(table.get("columnDefinitions").spliterator(), false)
                .map(column -> column.get("name").asText().replace(' ', '_')
                        + (column.get("priority").asInt() > 0 ? "*" : ""))
                .toList();
    }

    private static TreeSet<String> subresources(JsonNode resource) {
        var names = new TreeSet<String>();
        resource.path("subresources")
                .forEach(subresource -> names.add(subresource.get("subresource").asText()));
        return names;
    }

    private static List<String> listed() throws IOException {
        try (var file = CoverageTest.class.getResourceAsStream("/coverage/resources.txt")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String key(String line) {
        return line.split("  ")[0] + " " + line.split("  ")[1];
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String orDash(Iterable<String> names) {
        var joined = String.join(",", names);
        return joined.isEmpty() ? "-" : joined;
    }

    private static JsonNode read(Document document) {
        try {
            return JSON.readTree(document.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
