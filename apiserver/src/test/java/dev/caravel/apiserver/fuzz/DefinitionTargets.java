package dev.caravel.apiserver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.cel.validation.CelRules;
import dev.caravel.apiserver.extension.schema.SchemaSetup;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.conversion.Conversion;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** CustomResourceDefinitions, and objects of those that are accepted. */
final class DefinitionTargets {
    private static final SchemaSetup SCHEMAS = SchemaSetup.of(ObjectTargets.CATALOG, new CelRules(), _ -> {});
    private static final Resource DEFINITIONS = ObjectTargets.CATALOG
            .findKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")
            .orElseThrow();
    private static final TableRenderer TABLES = new TableRenderer(Clock.systemUTC());
    private static final KindBehavior.Context CONTEXT =
            new KindBehavior.Context("", "widgets.example.com", "", UserInfo.of("fuzz"), false);
    private static final List<String> PATHS = List.of(
            ".spec.a",
            ".spec['a']",
            ".spec.a[0]",
            ".spec.a[*].b",
            ".spec.a[?(@.b==\"c\")].d",
            ".*",
            ".spec.a[99999999999]",
            ".spec.a[-1]",
            "$.a",
            ".a[?(@)]",
            "..a",
            ".a[1:2]",
            "{.a}",
            ".a\\.b",
            ".a[?(@.b",
            ".a[?(@.x[?(@.y==1)].z==2)]");

    private DefinitionTargets() {}

    static List<Target> all() {
        return List.of(Target.of("definitions", DefinitionTargets::input, DefinitionTargets::run));
    }

    private static byte[] input(Dice dice) {
        ObjectNode schema = schema(dice, 4);
        schema.put("type", "object");
        ObjectNode definition = JsonCodec.object();
        definition.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        definition.putObject("metadata").put("name", "widgets.example.com");
        ObjectNode spec =
                definition.putObject("spec").put("group", "example.com").put("scope", "Cluster");
        spec.putObject("names")
                .put("plural", "widgets")
                .put("kind", "Widget")
                .put("listKind", "WidgetList")
                .put("singular", "widget");
        ObjectNode version = spec.putArray("versions")
                .addObject()
                .put("name", "v1")
                .put("served", true)
                .put("storage", true);
        version.putObject("schema").set("openAPIV3Schema", schema);
        if (dice.oneIn(3)) {
            version.putArray("additionalPrinterColumns")
                    .addObject()
                    .put("name", "A")
                    .put("type", dice.of("string", "integer", "date", "number", "boolean"))
                    .put("jsonPath", dice.oneIn(3) ? "." + Hostile.text(dice) : dice.of(PATHS));
        }
        if (dice.oneIn(6)) {
            version.putArray("selectableFields").addObject().put("jsonPath", dice.of(PATHS));
        }
        ObjectNode object =
                JsonCodec.object().put("apiVersion", "example.com/v1").put("kind", "Widget");
        object.putObject("metadata").put("name", "a");
        object.setAll((ObjectNode) sample(dice, schema, 5).deepCopy());
        ObjectNode both = JsonCodec.object();
        both.set("definition", dice.oneIn(2) ? definition : Mutations.tree(dice, definition));
        both.set("object", dice.oneIn(2) ? object : Mutations.tree(dice, object));
        return JsonCodec.write(both);
    }

    private static ObjectNode schema(Dice dice, int depth) {
        ObjectNode schema = JsonCodec.object();
        String type = depth == 0
                ? dice.of("string", "integer", "number", "boolean")
                : dice.of("object", "object", "array", "string", "integer");
        schema.put("type", type);
        switch (type) {
            case "object" -> {
                if (dice.oneIn(4)) {
                    schema.set("additionalProperties", schema(dice, depth - 1));
                } else {
                    ObjectNode properties = schema.putObject("properties");
                    int count = 1 + dice.below(4);
                    for (int i = 0; i < count; i++) {
                        properties.set(
                                dice.oneIn(12) ? Hostile.text(dice) : dice.of("spec", "status", "a", "b", "c"),
                                schema(dice, depth - 1));
                    }
                }
            }
            case "array" -> {
                schema.set("items", schema(dice, depth - 1));
                limits(dice, schema, "minItems", "maxItems");
                if (dice.oneIn(3)) {
                    schema.put("x-kubernetes-list-type", dice.of("atomic", "set", "map"));
                    schema.putArray("x-kubernetes-list-map-keys").add("a");
                }
            }
            case "string" -> {
                limits(dice, schema, "minLength", "maxLength");
                if (dice.oneIn(4)) {
                    schema.put("pattern", dice.of("^a*$", "(a+)+$", "((a{100}){100}){100}", "[", Hostile.text(dice)));
                }
                if (dice.oneIn(4)) {
                    schema.put(
                            "format",
                            dice.of(
                                    "date",
                                    "date-time",
                                    "byte",
                                    "ipv4",
                                    "cidr",
                                    "duration",
                                    "uuid",
                                    "hostname",
                                    "uri",
                                    "email",
                                    "isbn",
                                    "creditcard",
                                    "password",
                                    Hostile.text(dice)));
                }
            }
            default -> {
                limits(dice, schema, "minimum", "maximum");
                if (dice.oneIn(4)) {
                    schema.set("multipleOf", Mutations.number(Hostile.number(dice)));
                }
            }
        }
        if (dice.oneIn(8)) {
            schema.set("default", sample(dice, schema, 3));
        }
        if (dice.oneIn(8)) {
            schema.put(
                    dice.of(
                            "nullable",
                            "uniqueItems",
                            "x-kubernetes-preserve-unknown-fields",
                            "x-kubernetes-int-or-string",
                            "x-kubernetes-embedded-resource"),
                    true);
        }
        if (dice.oneIn(10)) {
            schema.putArray("enum").add(sample(dice, schema, 2));
        }
        if (dice.oneIn(8)) {
            ArrayNode rules = schema.putArray("x-kubernetes-validations");
            rules.addObject()
                    .put(
                            "rule",
                            dice.oneIn(2)
                                    ? "self == self"
                                    : new ExpressionMaker(dice).make().replaceAll("\\b[smli]\\b", "self"))
                    .put("messageExpression", "'a'");
        }
        if (dice.oneIn(8)) {
            schema.putArray(dice.of("allOf", "anyOf", "oneOf"))
                    .addObject()
                    .set(dice.of("minimum", "pattern", "required", "properties", "not"), Mutations.value(dice, 2));
        }
        return schema;
    }

    private static void limits(Dice dice, ObjectNode schema, String least, String most) {
        if (dice.oneIn(3)) {
            schema.set(least, Mutations.number(dice.oneIn(2) ? "1" : Hostile.number(dice)));
        }
        if (dice.oneIn(3)) {
            schema.set(most, Mutations.number(dice.oneIn(2) ? "50" : Hostile.number(dice)));
        }
    }

    private static JsonNode sample(Dice dice, JsonNode schema, int depth) {
        ObjectNode any = JsonCodec.object();
        if (depth == 0 || dice.oneIn(15)) {
            return schema.path("type").asText().equals("object") ? any : Mutations.value(dice, 1);
        }
        return switch (schema.path("type").asText()) {
            case "object" -> {
                schema.path("properties")
                        .properties()
                        .forEach(property -> any.set(property.getKey(), sample(dice, property.getValue(), depth - 1)));
                if (schema.has("additionalProperties")) {
                    any.set(Hostile.text(dice), sample(dice, schema.get("additionalProperties"), depth - 1));
                }
                yield any;
            }
            case "array" -> {
                ArrayNode array = any.arrayNode();
                int size = dice.size(20);
                for (int i = 0; i < size; i++) {
                    array.add(sample(dice, schema.path("items"), depth - 1));
                }
                yield array;
            }
            case "integer", "number" -> Mutations.number(dice.oneIn(2) ? "3" : Hostile.number(dice));
            case "boolean" -> any.booleanNode(true);
            default -> any.textNode(Hostile.text(dice));
        };
    }

    private static void run(byte[] input) throws IOException {
        JsonNode both;
        try {
            both = JsonCodec.strictReader(input).read();
        } catch (IOException e) {
            return; // refused at the door
        }
        if (!(both.path("definition") instanceof ObjectNode definition)
                || !(both.path("object") instanceof ObjectNode object)) {
            return;
        }
        DEFINITIONS.prune(definition);
        if (!definition.path("metadata").isObject()) {
            return;
        }
        DEFINITIONS.applyDefaults(definition);
        SCHEMAS.definitions().prepareForCreate(CONTEXT, definition);
        boolean valid = DEFINITIONS.validate(definition).isEmpty();
        valid &= SCHEMAS.definitions()
                .validate(CONTEXT, definition, Optional.empty())
                .isEmpty();
        SCHEMAS.definitions().warnings(CONTEXT, definition, Optional.empty());
        if (!valid) {
            return;
        }
        ObjectNode stored = JsonCodec.readObject(JsonCodec.write(definition));
        for (JsonNode version : stored.at("/spec/versions")) {
            Resource resource =
                    SCHEMAS.resources().resource(stored, version.path("name").asText(), Conversion.NONE);
            use(resource, object.deepCopy());
        }
    }

    private static void use(Resource resource, ObjectNode object) {
        resource.prune(object);
        resource.applyDefaults(object);
        resource.validate(object);
        resource.validateUpdate(object, object.deepCopy());
        resource.warnings(object, Optional.empty());
        resource.definition().selectableFields().forEach(field -> resource.selectableField(object, field));
        TABLES.render(resource, List.of(object), JsonCodec.object(), IncludeObject.METADATA, true);
    }
}
