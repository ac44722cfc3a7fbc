package dev.caravel.apiserver.extension.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.apiserver.resource.Schema.ListType;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.conversion.Conversion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A custom resource")
class CustomResourceTest {
    private static final Resource WIDGETS = SchemaSetup.of(
                    BuiltinCatalog.load(), ValidationRules.Compiler.NONE, _ -> {})
            .resources()
            .resource(Yaml.object("""
                            metadata: {name: widgets.s.example.com}
                            spec:
                              group: s.example.com
                              scope: Namespaced
                              names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd]}
                              versions:
                                - name: v2
                                  storage: true
                                - name: v1
                                  subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
                                  additionalPrinterColumns: [{name: Color, type: string, jsonPath: .spec.color}]
                                  selectableFields: [{jsonPath: .spec.color}]
                                  schema:
                                    openAPIV3Schema:
                                      type: object
                                      properties:
                                        spec:
                                          type: object
                                          required: [color]
                                          properties:
                                            color: {type: string, enum: [red, green]}
                                            replicas: {type: integer, default: 1}
                                            port: {x-kubernetes-int-or-string: true}
                                            parts:
                                              type: array
                                              x-kubernetes-list-type: map
                                              x-kubernetes-list-map-keys: [name]
                                              items: {type: object, required: [name], properties: {name: {type: string}}}
                                            labels: {type: object, additionalProperties: {type: string}}
                                            matrix: {type: array, items: {type: array, items: {type: integer}}}
                                            template:
                                              type: object
                                              x-kubernetes-embedded-resource: true
                                              x-kubernetes-preserve-unknown-fields: true
                                        status:
                                          type: object
                                          properties: {replicas: {type: integer, minimum: 0}}
                            """), "v1", Conversion.NONE);

    private static ObjectNode widget(String spec) {
        return Yaml.object("""
                apiVersion: s.example.com/v1
                kind: Widget
                metadata: {name: one, namespace: ns}
                spec: %s
                """.formatted(spec));
    }

    @Test
    @DisplayName("is known by its names, columns, subresources and fields")
    void isDefined() {
        assertThat(WIDGETS.id()).isEqualTo(new GroupVersionResource("s.example.com", "v1", "widgets"));
        assertThat(WIDGETS.definition().kind()).isEqualTo("Widget");
        assertThat(WIDGETS.definition().message()).isEqualTo("com.example.s.v1.Widget");
        assertThat(WIDGETS.definition().storagePrefix()).isEqualTo("s.example.com/widgets");
        assertThat(WIDGETS.storageApiVersion()).isEqualTo("s.example.com/v2");
        assertThat(WIDGETS.definition().subresources()).containsOnlyKeys("status", "scale");
        assertThat(WIDGETS.definition().subresources().get("scale").properties())
                .isEqualTo(Map.of("specReplicasPath", ".spec.replicas", "statusReplicasPath", ".status.replicas"));
        assertThat(WIDGETS.definition().columns())
                .extracting(column -> column.name())
                .containsExactly("Color");
        assertThat(WIDGETS.selectableField(widget("{color: red}"), "spec.color"))
                .contains("red");
    }

    @Test
    @DisplayName("has a type like built-in resources")
    void hasAType() {
        var spec = WIDGETS.schema().field("spec").orElseThrow().type().orElseThrow();

        assertThat(WIDGETS.schema().fields()).containsOnlyKeys("apiVersion", "kind", "metadata", "spec", "status");
        assertThat(spec.field("color").orElseThrow().required()).isTrue();
        assertThat(spec.field("replicas").orElseThrow().kind()).isEqualTo(Kind.INT64);
        assertThat(spec.field("replicas").orElseThrow().defaultJson()).contains("1");
        assertThat(spec.field("port").orElseThrow().kind()).isEqualTo(Kind.INT_OR_STRING);
        var parts = spec.field("parts").orElseThrow();
        assertThat(parts.cardinality()).isEqualTo(Cardinality.LIST);
        assertThat(parts.listType()).isEqualTo(ListType.MAP);
        assertThat(parts.listMapKeys()).containsExactly("name");
        assertThat(parts.type().orElseThrow().fields()).containsOnlyKeys("name");
        assertThat(spec.field("labels").orElseThrow().cardinality()).isEqualTo(Cardinality.MAP);
        assertThat(spec.field("matrix").orElseThrow().kind()).isEqualTo(Kind.ANY);
        var template = spec.field("template").orElseThrow().type().orElseThrow();
        assertThat(template.preservesUnknownFields()).isTrue();
        assertThat(template.fields()).containsOnlyKeys("apiVersion", "kind", "metadata");
    }

    @Test
    @DisplayName("loses what its schema does not know, in metadata and in embedded objects, too")
    void isPruned() {
        ObjectNode widget = widget(
                "{color: red, x: 1, template: {kind: K, apiVersion: v1, free: true, metadata: {name: a, x: 1}}}");
        widget.withObject("/metadata").put("x", 1);

        List<String> unknown = WIDGETS.prune(widget);

        assertThat(unknown).containsExactlyInAnyOrder("spec.x", "metadata.x", "spec.template.metadata.x");
        assertThat(widget)
                .isEqualTo(
                        widget("{color: red, template: {kind: K, apiVersion: v1, free: true, metadata: {name: a}}}"));
    }

    @Test
    @DisplayName("cannot be decoded with metadata of other types")
    void hasMetadataOfTheirTypes() {
        ObjectNode widget = widget("{color: red}");
        widget.withObject("/metadata/labels").put("a", 1);
        ObjectNode embedding = widget("{color: red, template: {metadata: {labels: {a: 1}}}}");

        assertThatThrownBy(() -> WIDGETS.prune(widget))
                .hasMessage("Widget in version \"v1\" cannot be handled as a Widget: json: cannot unmarshal number into"
                        + " Go struct field ObjectMeta.labels of type string");
        assertThatThrownBy(() -> WIDGETS.prune(embedding))
                .hasMessage("Widget in version \"v1\" cannot be handled as a Widget: spec.template.metadata: Invalid"
                        + " value: {\"labels\":{\"a\":1}}: json: cannot unmarshal number into Go struct field"
                        + " ObjectMeta.labels of type string");
    }

    @Test
    @DisplayName("gets its defaults")
    void getsDefaults() {
        ObjectNode widget = widget("{color: red}");

        WIDGETS.applyDefaults(widget);

        assertThat(widget).isEqualTo(widget("{color: red, replicas: 1}"));
    }

    @Test
    @DisplayName("is checked: its metadata, values, list maps and embedded objects, and what scale reads")
    void isChecked() {
        ObjectNode widget =
                widget("{color: blue, replicas: -1, parts: [{name: a}, {name: a}], template: {metadata: {name: a/b}}}");
        widget.withObject("/metadata").put("name", "One");

        assertThat(errors(WIDGETS.validate(widget)))
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("metadata.name: Invalid value: \"One\": "),
                        error -> assertThat(error)
                                .isEqualTo(
                                        "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\""),
                        error -> assertThat(error)
                                .isEqualTo(".spec.replicas: Invalid value: -1: should be a non-negative integer"),
                        error -> assertThat(error).isEqualTo("spec.template.apiVersion: Required value"),
                        error -> assertThat(error).isEqualTo("spec.template.kind: Required value"),
                        error -> assertThat(error)
                                .isEqualTo("spec.template.metadata.name: Invalid value: \"a/b\": may not contain '/'"),
                        error -> assertThat(error).isEqualTo("spec.parts[1]: Duplicate value: {\"name\":\"a\"}"));
    }

    @Test
    @DisplayName("may change its status though its spec has become wrong")
    void mayChangeItsStatus() {
        ObjectNode old = widget("{}");
        ObjectNode changed = old.deepCopy();
        changed.putObject("status").put("replicas", 1);
        ObjectNode wrong = old.deepCopy();
        wrong.putObject("status").put("replicas", -1);

        assertThat(errors(WIDGETS.validateUpdate(changed, old))).isEmpty();
        assertThat(errors(WIDGETS.validateUpdate(wrong, old)))
                .containsExactly(
                        "status.replicas: Invalid value: -1: replicas in body should be greater than or equal to 0",
                        ".status.replicas: Invalid value: -1: should be a non-negative integer");
    }

    @Test
    @DisplayName("is warned of for new finalizers without a domain")
    void isWarnedOf() {
        ObjectNode widget = widget("{color: red}");
        widget.withObject("/metadata")
                .putArray("finalizers")
                .add("plain")
                .add("a.b")
                .add("a.b/c");

        assertThat(WIDGETS.warnings(widget, Optional.empty()))
                .containsExactly(
                        "metadata.finalizers: \"a.b\": prefer a domain-qualified finalizer name including a path (/) to"
                                + " avoid accidental conflicts with other finalizer writers",
                        "metadata.finalizers: \"plain\": prefer a domain-qualified finalizer name to avoid accidental"
                                + " conflicts with other finalizer writers");
        assertThat(WIDGETS.warnings(widget, Optional.of(widget))).isEmpty();
    }

    private static List<String> errors(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }
}
