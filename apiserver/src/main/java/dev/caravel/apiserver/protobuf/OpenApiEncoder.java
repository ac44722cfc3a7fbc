package dev.caravel.apiserver.protobuf;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An OpenAPI 2.0 document in the protobuf form that clients of Go ask for: gnostic's {@code openapi.v2.Document}. Of what
 * OpenAPI can say, what this server says.
 */
public final class OpenApiEncoder {
    /** Writes a JSON value as a field. */
    @FunctionalInterface
    private interface Form {
        void write(WireWriter out, int number, JsonNode value);
    }

    private record Field(int number, Form form) {}

    private static final String REFERENCE = "$ref";
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int YAML_OF_ANY = 2;
    private static final String EXTENSION = "x-";

    private static final Form STRING = (out, number, value) -> out.string(number, value.asText());
    private static final Form BOOL = (out, number, value) -> out.varint(number, value.asBoolean() ? 1 : 0);
    private static final Form INTEGER = (out, number, value) -> out.varint(number, value.asLong());
    private static final Form DOUBLE =
            (out, number, value) -> out.fixed64(number, Double.doubleToRawLongBits(value.asDouble()));
    private static final Form STRINGS = each(STRING);

    /** Any value is carried as YAML, which JSON is. */
    private static final Form ANY = wrapped(YAML_OF_ANY, (out, number, value) -> out.string(number, value.toString()));

    private static final Form SCHEMA = OpenApiEncoder::schema;
    private static final Form SCHEMA_TYPE =
            wrapped(1, (out, number, value) -> (value.isArray() ? STRINGS : STRING).write(out, number, value));
    private static final Form ADDITIONAL_PROPERTIES = (out, number, value) ->
            (value.isBoolean() ? wrapped(2, BOOL) : wrapped(1, SCHEMA)).write(out, number, value);

    private static final Map<String, Field> SCHEMA_FIELDS = Map.ofEntries(
            entry(REFERENCE, new Field(1, STRING)),
            entry("format", new Field(2, STRING)),
            entry("title", new Field(3, STRING)),
            entry("description", new Field(4, STRING)),
            entry("default", new Field(5, ANY)),
            entry("multipleOf", new Field(6, DOUBLE)),
            entry("maximum", new Field(7, DOUBLE)),
            entry("exclusiveMaximum", new Field(8, BOOL)),
            entry("minimum", new Field(9, DOUBLE)),
            entry("exclusiveMinimum", new Field(10, BOOL)),
            entry("maxLength", new Field(11, INTEGER)),
            entry("minLength", new Field(12, INTEGER)),
            entry("pattern", new Field(13, STRING)),
            entry("maxItems", new Field(14, INTEGER)),
            entry("minItems", new Field(15, INTEGER)),
            entry("uniqueItems", new Field(16, BOOL)),
            entry("maxProperties", new Field(17, INTEGER)),
            entry("minProperties", new Field(18, INTEGER)),
            entry("required", new Field(19, STRINGS)),
            entry("enum", new Field(20, each(ANY))),
            entry("additionalProperties", new Field(21, ADDITIONAL_PROPERTIES)),
            entry("type", new Field(22, SCHEMA_TYPE)),
            entry("items", new Field(23, wrapped(1, SCHEMA))),
            entry("allOf", new Field(24, each(SCHEMA))),
            entry("properties", new Field(25, byName(1, SCHEMA))),
            entry("example", new Field(30, ANY)));
    private static final int SCHEMA_EXTENSIONS = 31;

    private static final Form BODY_PARAMETER = message(
            6,
            Map.of(
                    "description", new Field(1, STRING),
                    "name", new Field(2, STRING),
                    "in", new Field(3, STRING),
                    "required", new Field(4, BOOL),
                    "schema", new Field(5, SCHEMA)));
    private static final Form QUERY_PARAMETER = message(
            23,
            Map.of(
                    "required", new Field(1, BOOL),
                    "in", new Field(2, STRING),
                    "description", new Field(3, STRING),
                    "name", new Field(4, STRING),
                    "type", new Field(6, STRING),
                    "format", new Field(7, STRING),
                    "uniqueItems", new Field(20, BOOL)));

    /** Of the path and of the header alike. */
    private static final Form PATH_PARAMETER = message(
            22,
            Map.of(
                    "required", new Field(1, BOOL),
                    "in", new Field(2, STRING),
                    "description", new Field(3, STRING),
                    "name", new Field(4, STRING),
                    "type", new Field(5, STRING),
                    "format", new Field(6, STRING),
                    "uniqueItems", new Field(19, BOOL)));

    private static final Form PARAMETERS = each(OpenApiEncoder::parameterOrReference);

    private static final Form RESPONSE =
            message(5, Map.of("description", new Field(1, STRING), "schema", new Field(2, wrapped(1, SCHEMA))));

    private static final Form SECURITY_REQUIREMENTS = each(byName(1, wrapped(1, STRINGS)));

    private static final Form OPERATION = message(
            13,
            Map.of(
                    "tags", new Field(1, STRINGS),
                    "summary", new Field(2, STRING),
                    "description", new Field(3, STRING),
                    "operationId", new Field(5, STRING),
                    "produces", new Field(6, STRINGS),
                    "consumes", new Field(7, STRINGS),
                    "parameters", new Field(8, PARAMETERS),
                    "responses", new Field(9, byName(1, wrapped(1, RESPONSE))),
                    "schemes", new Field(10, STRINGS),
                    "security", new Field(12, SECURITY_REQUIREMENTS)));

    private static final Form PATH = message(
            10,
            Map.of(
                    "get", new Field(2, OPERATION),
                    "put", new Field(3, OPERATION),
                    "post", new Field(4, OPERATION),
                    "delete", new Field(5, OPERATION),
                    "options", new Field(6, OPERATION),
                    "head", new Field(7, OPERATION),
                    "patch", new Field(8, OPERATION),
                    "parameters", new Field(9, PARAMETERS)));

    private static final Form INFO = message(
            7,
            Map.of(
                    "title", new Field(1, STRING),
                    "version", new Field(2, STRING),
                    "description", new Field(3, STRING)));

    private static final Form API_KEY = message(
            5,
            Map.of(
                    "type", new Field(1, STRING),
                    "name", new Field(2, STRING),
                    "in", new Field(3, STRING),
                    "description", new Field(4, STRING)));

    private static final Map<String, Field> DOCUMENT = Map.of(
            "swagger", new Field(1, STRING),
            "info", new Field(2, INFO),
            "paths", new Field(8, byName(2, PATH)),
            "definitions", new Field(9, byName(1, SCHEMA)),
            "parameters", new Field(10, byName(1, OpenApiEncoder::parameter)),
            "security", new Field(12, SECURITY_REQUIREMENTS),
            "securityDefinitions", new Field(13, byName(1, wrapped(2, API_KEY))));
    private static final int DOCUMENT_EXTENSIONS = 16;

    private OpenApiEncoder() {}

    /** @throws IllegalArgumentException when the document has what this knows no form of */
    public static byte[] encode(JsonNode document) {
        WireWriter out = new WireWriter();
        fields(out, document, DOCUMENT, DOCUMENT_EXTENSIONS);
        return out.toBytes();
    }

    private static void schema(WireWriter out, int number, JsonNode value) {
        WireWriter content = new WireWriter();
        fields(content, value, SCHEMA_FIELDS, SCHEMA_EXTENSIONS);
        out.message(number, content);
    }

    private static void parameterOrReference(WireWriter out, int number, JsonNode value) {
        Form form = value.has(REFERENCE)
                ? wrapped(
                        2,
                        wrapped(
                                1,
                                (inner, field, of) ->
                                        inner.string(field, of.path(REFERENCE).asText())))
                : wrapped(1, OpenApiEncoder::parameter);
        form.write(out, number, value);
    }

    private static void parameter(WireWriter out, int number, JsonNode value) {
        Form form =
                switch (value.path("in").asText()) {
                    case "body" -> wrapped(1, BODY_PARAMETER);
                    case "header" -> wrapped(2, wrapped(1, PATH_PARAMETER));
                    case "query" -> wrapped(2, wrapped(3, QUERY_PARAMETER));
                    case "path" -> wrapped(2, wrapped(4, PATH_PARAMETER));
                    case String in -> throw new IllegalArgumentException("a parameter is in " + in);
                };
        form.write(out, number, value);
    }

    private static Form message(int extensions, Map<String, Field> known) {
        return (out, number, value) -> {
            WireWriter content = new WireWriter();
            fields(content, value, known, extensions);
            out.message(number, content);
        };
    }

    private static void fields(WireWriter out, JsonNode object, Map<String, Field> known, int extensions) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            Field field = known.get(property.getKey());
            if (field != null) {
                field.form().write(out, field.number(), property.getValue());
            } else if (property.getKey().startsWith(EXTENSION)) {
                out.message(extensions, named(property.getKey(), ANY, property.getValue()));
            } else {
                throw new IllegalArgumentException("no protobuf form of " + property.getKey());
            }
        }
    }

    private static WireWriter named(String name, Form form, JsonNode value) {
        WireWriter pair = new WireWriter();
        pair.string(NAME, name);
        form.write(pair, VALUE, value);
        return pair;
    }

    private static Form each(Form form) {
        return (out, number, values) -> values.forEach(value -> form.write(out, number, value));
    }

    /** A message whose only field is {@code inner}. */
    private static Form wrapped(int inner, Form form) {
        return (out, number, value) -> {
            WireWriter content = new WireWriter();
            form.write(content, inner, value);
            out.message(number, content);
        };
    }

    /** A map: a message of pairs. */
    private static Form byName(int inner, Form form) {
        return (out, number, value) -> {
            WireWriter content = new WireWriter();
            value.properties().forEach(pair -> content.message(inner, named(pair.getKey(), form, pair.getValue())));
            out.message(number, content);
        };
    }
}
