package dev.caravel.apiserver.patch.apply;

import static dev.caravel.apiserver.patch.apply.ApplyFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.CustomResourceFactory;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.conversion.Conversion;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Server-side apply of custom resources")
class CustomResourceApplyTest {
    private static final ObjectNode CRD = yaml("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.example.com}
            spec:
              group: example.com
              names: {plural: things, kind: Thing}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          size: {type: integer}
                          ports:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [port, protocol]
                            items:
                              type: object
                              required: [port]
                              properties:
                                port: {type: integer}
                                protocol: {type: string, default: TCP}
                                name: {type: string}
                          tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                          plain: {type: array, items: {type: string}}
                          selector:
                            type: object
                            x-kubernetes-map-type: atomic
                            additionalProperties: {type: string}
                          open:
                            type: object
                            x-kubernetes-preserve-unknown-fields: true
                            properties: {inner: {type: object, properties: {a: {type: integer}}}}
                          labels: {type: object, additionalProperties: {type: string}}
                          free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """);

    private final Resource resource = new CustomResourceFactory(
                    ApplyFixture.CATALOG
                            .findKind("", "v1", "ConfigMap")
                            .orElseThrow()
                            .schema()
                            .field("metadata")
                            .orElseThrow()
                            .type()
                            .orElseThrow(),
                    ValidationRules.Compiler.NONE)
            .resource(CRD, "v1", Conversion.NONE);
    private final FieldOwnership ownership = new FieldOwnership(ApplyFixture.CATALOG, Clock.systemUTC());
    private ObjectNode object = yaml("{}");

    private ObjectNode apply(String manager, String spec) {
        ObjectNode thing = yaml("{apiVersion: example.com/v1, kind: Thing, metadata: {name: it}}");
        thing.set("spec", yaml(spec));
        object = ownership.apply(resource, "", object, thing, manager, false);
        object.withObject("/metadata").put("uid", "1");
        return object;
    }

    private ObjectNode fields(int manager) {
        return (ObjectNode) object.at("/metadata/managedFields").get(manager).at("/fieldsV1/f:spec");
    }

    @Test
    @DisplayName("follows the list and map types of its schema")
    void listTypes() {
        apply("one", "{ports: [{port: 80, name: a}], tags: [x], plain: [p], selector: {a: b}, labels: {a: b}}");
        apply("two", "{ports: [{port: 80, protocol: UDP}], tags: [y], labels: {c: d}}");

        assertThat(object.at("/spec/ports")).hasSize(2);
        assertThat(object.at("/spec/tags")).hasSize(2);
        assertThat(object.at("/spec/labels")).isEqualTo(yaml("{a: b, c: d}"));
        assertThat(fields(0)).isEqualTo(yaml("""
                f:labels: {f:a: {}}
                f:plain: {}
                f:ports: {'k:{"port":80,"protocol":"TCP"}': {.: {}, f:name: {}, f:port: {}}}
                f:selector: {}
                f:tags: {'v:"x"': {}}
                """));
        assertThat(catchThrowableOfType(ApiException.class, () -> apply("two", "{plain: [q], selector: {c: d}}"))
                        .status()
                        .message()
                        .lines())
                .containsExactly(
                        "Apply failed with 2 conflicts: conflicts with \"one\":", "- .spec.plain", "- .spec.selector");
    }

    @Test
    @DisplayName("deduces what its schema leaves open: maps by key, lists as a whole")
    void openParts() {
        apply("one", "{free: {a: {b: 1, list: [1, 2]}}}");
        apply("two", "{free: {a: {c: 1}}}");

        assertThat(object.at("/spec/free")).isEqualTo(yaml("{a: {b: 1, list: [1, 2], c: 1}}"));
        assertThat(fields(1)).isEqualTo(yaml("f:free: {f:a: {.: {}, f:c: {}}}"));
    }

    @Test
    @DisplayName("of their status owns no metadata, which such a write cannot set")
    void status() {
        apply("one", "{size: 1}");
        ObjectNode thing = yaml("""
                {apiVersion: example.com/v1, kind: Thing, metadata: {name: it, labels: {a: b}}, status: {state: ok}}
                """);

        object = ownership.apply(resource, "status", object, thing, "controller", false);

        assertThat(object.at("/metadata/managedFields/0/fieldsV1")).isEqualTo(yaml("f:status: {f:state: {}}"));
    }

    @Test
    @DisplayName("takes undeclared fields also deeper within an open part")
    void openWithin() {
        apply("one", "{open: {inner: {a: 1, other: 2}}}");

        assertThat(object.at("/spec/open/inner/other").asInt()).isEqualTo(2);
    }

    @Test
    @DisplayName("refuses fields that a closed schema does not have")
    void unknownFields() {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> apply("one", "{unknownField: 1}"));

        assertThat(refused.status().message())
                .isEqualTo("failed to create typed patch object (/it; example.com/v1, Kind=Thing):"
                        + " .spec.unknownField: field not declared in schema");
    }
}
