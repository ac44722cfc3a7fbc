package dev.caravel.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Discovery")
class DiscoveryTest {
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Discovery discovery = new Discovery(CATALOG, "10.10.10.10:8050");

    @Test
    @DisplayName("gives the aggregated form to those who ask for it, the legacy form to all others")
    void negotiates() {
        assertThat(discovery.get("/apis", AGGREGATED).orElseThrow().contentType())
                .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(discovery.get("/apis", "application/json").orElseThrow().contentType())
                .isEqualTo("application/json");
        assertThat(discovery.get("/apis/", "").orElseThrow().contentType()).isEqualTo("application/json");
        assertThat(discovery.get("/apis/apps/v1", AGGREGATED).orElseThrow().contentType())
                .isEqualTo("application/json");
        assertThat(discovery.get("/apis/no/v1", "")).isEmpty();
    }

    @Test
    @DisplayName("prefers autoscaling/v2")
    void prefers() throws Exception {
        var group = JSON.readTree(
                discovery.get("/apis/autoscaling", "").orElseThrow().body());

        assertThat(group.at("/preferredVersion/groupVersion").asText()).isEqualTo("autoscaling/v2");
        assertThat(group.at("/versions/1/version").asText()).isEqualTo("v1");
    }

    @Test
    @DisplayName("has upstream's resources, verbs, names and hashes in every served version")
    void likeUpstream() throws Exception {
        var reference = reference();
        for (var resource : CATALOG.all()) {
            var id = resource.id();
            var path = id.group().isEmpty() ? "/api/v1" : "/apis/" + id.apiVersion();
            var file = reference.resolve(path.substring(1).replace("/", "__") + ".json");
            assertThat(comparable(discovery.get(path, "").orElseThrow().body()))
                    .as(path)
                    .isEqualTo(comparable(Files.readAllBytes(file)));
        }
        assertThat(JSON.readTree(discovery.get("/api", "").orElseThrow().body()))
                .isEqualTo(JSON.readTree(reference.resolve("api.json").toFile()));
    }

    @Test
    @DisplayName("has upstream's aggregated form of every served version, in upstream's order")
    void aggregatedLikeUpstream() throws Exception {
        var upstream = JSON.readTree(reference().resolve("aggregated_v2.json").toFile());
        var ours =
                JSON.readTree(discovery.get("/apis", AGGREGATED).orElseThrow().body());

        var served = new TreeMap<String, JsonNode>();
        ours.get("items").forEach(item -> item.get("versions")
                .forEach(version -> served.put(
                        item.at("/metadata/name").asText() + "/"
                                + version.get("version").asText(),
                        version)));
        var order = new java.util.ArrayList<String>();
        for (var item : upstream.get("items")) {
            for (var version : (ArrayNode) item.get("versions")) {
                var name = item.at("/metadata/name").asText() + "/"
                        + version.get("version").asText();
                if (served.containsKey(name)) {
                    order.add(item.at("/metadata/name").asText());
                    assertThat(served.get(name)).as(name).isEqualTo(version);
                }
            }
        }
        assertThat(ours.get("items").findValuesAsText("name"))
                .isEqualTo(order.stream().distinct().toList());
    }

    /** Upstream still stores these in a beta version, which is not served here. */
    private static JsonNode comparable(byte[] document) throws IOException {
        var tree = JSON.readTree(document);
        for (var resource : tree.get("resources")) {
            if (resource.get("name").asText().matches("mutatingadmissionpolic.*|customresourcedefinitions")) {
                ((ObjectNode) resource).remove("storageVersionHash");
            }
        }
        return tree;
    }

    /** A folder with recordings of upstream's discovery; they are not part of the project. */
    private static Path reference() throws IOException {
        var folder = Optional.ofNullable(System.getenv("CARAVEL_REFERENCE"))
                .map(reference -> Path.of(reference).resolve("discovery-v1.36"));
        assumeTrue(
                folder.isPresent() && Files.isDirectory(folder.get()),
                "CARAVEL_REFERENCE does not name a folder with discovery-v1.36: the comparison with upstream is skipped");
        return folder.get();
    }
}
