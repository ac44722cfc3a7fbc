package dev.caravel.apiserver.extension.schema.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.extension.schema.Yaml;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A CustomResourceDefinition")
class DefinitionValidationTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final Resource DEFINITIONS = CATALOG.find(
                    new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"))
            .orElseThrow();
    private static final DefinitionValidation VALIDATION = new DefinitionValidation(
            CATALOG.schema("k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta").orElseThrow(),
            ValidationRules.Compiler.NONE);

    private static ObjectNode definition() {
        return Yaml.object("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.s.example.com}
                spec:
                  group: s.example.com
                  scope: Namespaced
                  names: {plural: widgets, kind: Widget}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}
                """);
    }

    static Stream<Arguments> definitions() {
        return cases("definitions.yaml", "change");
    }

    @DisplayName("is refused in upstream's words")
    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void isRefused(JsonNode change, List<String> errors) {
        ObjectNode definition = definition();
        merge(definition, change);

        assertThat(created(definition)).containsExactlyInAnyOrderElementsOf(errors);
    }

    static Stream<Arguments> propertySchemas() {
        return cases("property-schemas.yaml", "schema");
    }

    @DisplayName("has structural schemas")
    @ParameterizedTest(name = "{0}")
    @MethodSource("propertySchemas")
    void hasStructuralSchemas(JsonNode schema, List<String> errors) {
        ObjectNode definition = definition();
        ((ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema/properties")).set("spec", schema);

        assertThat(created(definition)).containsExactlyInAnyOrderElementsOf(errors);
    }

    @Test
    @DisplayName("says little at the root of its schema when status is checked on its own")
    void saysLittleAtTheRootWithStatus() {
        ObjectNode definition = definition();
        ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
        version.putObject("subresources").putObject("status");
        ((ObjectNode) version.at("/schema/openAPIV3Schema")).put("maxProperties", 3);

        assertThat(created(definition))
                .singleElement()
                .asString()
                .startsWith("spec.validation.openAPIV3Schema: Invalid value: ")
                .endsWith("fields are allowed at the root of the schema if the status subresource is enabled");
    }

    @Test
    @DisplayName("keeps its group and plural, and once it is served its kind and scope")
    void keepsItsNames() {
        ObjectNode old = prepared(definition());
        ObjectNode changed = old.deepCopy();
        merge(
                changed,
                Yaml.read("{spec: {group: t.example.com, scope: Cluster, names: {plural: others, kind: Other}}}"));

        assertThat(updated(changed, old))
                .containsExactly(
                        "spec.group: Invalid value: \"t.example.com\": field is immutable",
                        "spec.names.plural: Invalid value: \"others\": field is immutable");
        merge(old, Yaml.read("{status: {conditions: [{type: Established, status: 'True'}]}}"));
        assertThat(updated(changed, old))
                .containsExactly(
                        "spec.scope: Invalid value: \"Cluster\": field is immutable",
                        "spec.names.kind: Invalid value: \"Other\": field is immutable",
                        "spec.group: Invalid value: \"t.example.com\": field is immutable",
                        "spec.names.plural: Invalid value: \"others\": field is immutable");
    }

    @Test
    @DisplayName("keeps versions in which objects may be stored")
    void keepsStoredVersions() {
        ObjectNode old = prepared(definition());
        ObjectNode changed = old.deepCopy();
        ((ObjectNode) changed.at("/spec/versions/0")).put("name", "v2");
        merge(changed, Yaml.read("{status: {storedVersions: [v1, v2]}}"));

        assertThat(updated(changed, old))
                .containsExactly(
                        "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a"
                                + " storage version, and must remain in spec.versions until a storage migration ensures no"
                                + " data remains persisted in v1 and removes v1 from status.storedVersions");
    }

    private static List<String> created(ObjectNode definition) {
        ObjectNode prepared = prepared(definition);
        List<FieldError> errors = new ArrayList<>(DEFINITIONS.validate(prepared));
        errors.addAll(VALIDATION.check(prepared, Optional.empty()));
        return errors.stream().map(FieldError::toString).distinct().toList();
    }

    private static List<String> updated(ObjectNode definition, ObjectNode old) {
        return VALIDATION.check(definition, Optional.of(old)).stream()
                .map(FieldError::toString)
                .toList();
    }

    private static ObjectNode prepared(ObjectNode definition) {
        DEFINITIONS.prune(definition);
        DEFINITIONS.applyDefaults(definition);
        return definition;
    }

    private static void merge(ObjectNode object, JsonNode change) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            if (field.getValue().isNull()) {
                object.remove(field.getKey());
            } else if (field.getValue().isObject() && object.path(field.getKey()) instanceof ObjectNode nested) {
                merge(nested, field.getValue());
            } else {
                object.set(field.getKey(), field.getValue());
            }
        }
    }

    private static Stream<Arguments> cases(String file, String subject) {
        try (InputStream stream = DefinitionValidationTest.class.getResourceAsStream(file)) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode each : Yaml.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8))) {
                List<String> errors = new ArrayList<>();
                each.path("errors").forEach(error -> errors.add(error.asText()));
                cases.add(Arguments.arguments(each.get(subject), errors));
            }
            return cases.stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
