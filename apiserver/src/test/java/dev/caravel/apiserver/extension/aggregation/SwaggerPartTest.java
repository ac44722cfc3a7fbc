package dev.caravel.apiserver.extension.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The OpenAPI v2 document of a server behind this one")
class SwaggerPartTest {
    private static final GroupVersion WARDLE = new GroupVersion("wardle.example.com", "v1alpha1");

    @Test
    @DisplayName("is taken over for the group version that the server has, with all that its paths refer to")
    void part() {
        SwaggerPart part = SwaggerPart.of(json("""
                {"paths": {
                   "/apis/wardle.example.com/v1alpha1/flunders": {"get": {"schema": {"$ref": "#/definitions/Flunder"},
                                                                         "parameters": [{"$ref": "#/parameters/limit"}]}},
                   "/apis/wardle.example.com/v1alpha12/flunders": {},
                   "/version": {"get": {"schema": {"$ref": "#/definitions/Info"}}}},
                 "definitions": {"Flunder": {"properties": {"spec": {"$ref": "#/definitions/Spec"}}},
                                 "Spec": {"properties": {"parent": {"$ref": "#/definitions/Flunder"}}},
                                 "Info": {}},
                 "parameters": {"limit": {"in": "query"}, "other": {}}}"""), WARDLE);

        assertThat(part.paths().fieldNames())
                .toIterable()
                .containsExactly("/apis/wardle.example.com/v1alpha1/flunders");
        assertThat(part.definitions().fieldNames()).toIterable().containsExactlyInAnyOrder("Flunder", "Spec");
        assertThat(part.parameters().fieldNames()).toIterable().containsExactly("limit");
    }

    @Test
    @DisplayName("shares definitions that are the same, and gives another name to those that only are called the same")
    void merge() {
        SwaggerPart part = SwaggerPart.of(json("""
                {"paths": {"/apis/wardle.example.com/v1alpha1": {"a": {"$ref": "#/definitions/Same"},
                                                                 "b": {"$ref": "#/definitions/Other"}}},
                 "definitions": {"Same": {"type": "string"},
                                 "Other": {"properties": {"self": {"$ref": "#/definitions/Other"}}}}}"""), WARDLE);
        ObjectNode document = json("""
                {"paths": {"/api/v1": {}}, "definitions": {"Same": {"type": "string"}, "Other": {"type": "integer"}}}""");

        part.addTo(document);

        assertThat(document).isEqualTo(json("""
                {"paths": {"/api/v1": {},
                           "/apis/wardle.example.com/v1alpha1": {"a": {"$ref": "#/definitions/Same"},
                                                                 "b": {"$ref": "#/definitions/Other_v2"}}},
                 "definitions": {"Same": {"type": "string"},
                                 "Other": {"type": "integer"},
                                 "Other_v2": {"properties": {"self": {"$ref": "#/definitions/Other_v2"}}}}}"""));
        assertThat(part.definitions().at("/Other/properties/self/$ref").asText())
                .as("the part itself is as it was")
                .isEqualTo("#/definitions/Other");
    }

    @Test
    @DisplayName("does not take the place of anything that is there")
    void keepsPaths() {
        SwaggerPart part = new SwaggerPart(json("{\"/a\": {\"get\": {}}}"), json("{}"), json("{}"));
        ObjectNode document = json("{\"paths\": {\"/a\": {\"put\": {}}}, \"definitions\": {}}");

        part.addTo(document);

        assertThat(document.path("paths").properties())
                .isEqualTo(Map.of("/a", json("{\"put\": {}}")).entrySet());
        assertThat(List.copyOf(document.properties())).hasSize(2);
    }

    @Test
    @DisplayName("is not taken over when it is something else, which nobody's document could then be made of")
    void rubbish() {
        RemoteResources resources = new RemoteResources();
        ApiService service =
                new ApiService("v1alpha1.wardle.example.com", WARDLE, Optional.empty(), false, "", 1, 1, true);
        byte[] document = """
                {"paths": {"/apis/wardle.example.com/v1alpha1": {"novelty": {}}}}""".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> resources.putSwagger(service, document))
                .isInstanceOf(IOException.class)
                .hasMessage("no protobuf form of novelty");
        assertThat(resources.swaggers()).isEmpty();
    }

    private static ObjectNode json(String text) {
        return JsonCodec.readStored(text.getBytes(StandardCharsets.UTF_8));
    }
}
