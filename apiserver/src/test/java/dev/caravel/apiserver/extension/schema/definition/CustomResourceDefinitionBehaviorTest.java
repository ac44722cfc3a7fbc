package dev.caravel.apiserver.extension.schema.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.extension.schema.SchemaSetup;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.extension.schema.Yaml;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A CustomResourceDefinition that is written")
class CustomResourceDefinitionBehaviorTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final KindBehavior BEHAVIOR =
            SchemaSetup.of(CATALOG, ValidationRules.Compiler.NONE, _ -> {}).definitions();
    private static final Context CONTEXT = context("");

    private static Context context(String subresource) {
        return new Context("", "widgets.s.example.com", subresource, UserInfo.of("jane"), false);
    }

    private static ObjectNode definition(String storage, String schema) {
        return Yaml.object("""
                spec:
                  versions:
                    - {name: v1, storage: %s, schema: {openAPIV3Schema: %s}}
                    - {name: v2, storage: %s, schema: {openAPIV3Schema: %s}}
                status: {storedVersions: [v1]}
                """.formatted(storage.equals("v1"), schema, storage.equals("v2"), schema));
    }

    @Test
    @DisplayName("remembers each version in which objects may be stored")
    void remembersStoredVersions() {
        ObjectNode definition = definition("v2", "{type: object}");

        BEHAVIOR.prepareForUpdate(CONTEXT, definition, definition("v1", "{type: object}"));
        BEHAVIOR.prepareForUpdate(CONTEXT, definition, definition.deepCopy());

        assertThat(definition.at("/status/storedVersions")).isEqualTo(Yaml.read("[v1, v2]"));
    }

    @Test
    @DisplayName("remembers nothing on behalf of the one before, whose status it has")
    void leavesTheOldStatus() {
        ObjectNode old = definition("v1", "{type: object}");
        ObjectNode definition = definition("v2", "{type: object}");
        definition.set("status", old.get("status"));

        BEHAVIOR.prepareForUpdate(CONTEXT, definition, old);

        assertThat(definition.at("/status/storedVersions")).isEqualTo(Yaml.read("[v1, v2]"));
        assertThat(old).isEqualTo(definition("v1", "{type: object}"));
    }

    @Test
    @DisplayName("warns of formats that nobody knows, once")
    void warnsOfFormats() {
        String schema =
                "{type: object, properties: {a: {type: array, items: {type: string, format: foo}}, b: {type: string, format: date}}}";
        ObjectNode definition = definition("v1", schema);

        assertThat(BEHAVIOR.warnings(CONTEXT, definition, Optional.empty()))
                .containsExactly("unrecognized format \"foo\"");
        assertThat(BEHAVIOR.warnings(CONTEXT, definition, Optional.of(definition)))
                .isEmpty();
    }

    @Test
    @DisplayName("may have any status but for names that are none")
    void checksItsStatus() {
        ObjectNode definition = definition("v1", "{}");
        definition.withObject("/status/acceptedNames").put("plural", "A");

        assertThat(BEHAVIOR.validate(context("status"), definition, Optional.of(definition)))
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("status.acceptedNames.plural"));
    }

    @Test
    @DisplayName("loses what schemas do not know; of schemas within items and additionalProperties without a word")
    void isPruned() {
        Resource definitions = CATALOG.find(BEHAVIOR.resource()).orElseThrow();
        ObjectNode definition = definition(
                "v1",
                "{type: object, x: 1, properties: {a: {type: array, items: {type: object, y: 1, additionalProperties: {z: 1, type: string}}}}}");

        List<String> unknown = definitions.prune(definition);

        assertThat(unknown)
                .containsExactly(
                        "spec.versions[0].schema.openAPIV3Schema.x", "spec.versions[1].schema.openAPIV3Schema.x");
        assertThat(definition)
                .isEqualTo(
                        definition(
                                "v1",
                                "{type: object, properties: {a: {type: array, items: {type: object, additionalProperties: {type: string}}}}}"));
    }
}
