package dev.caravel.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Schema.Kind;

/** How values that are no objects look in JSON, in OpenAPI's words. */
final class JsonShapes {
    private JsonShapes() {}

    static void describe(Kind kind, ObjectNode target) {
        switch (kind) {
            case STRING, TIME, MICRO_TIME, DURATION, QUANTITY, INT_OR_STRING -> target.put("type", "string");
            case INT32 -> target.put("type", "integer").put("format", "int32");
            case INT64 -> target.put("type", "integer").put("format", "int64");
            case DOUBLE -> target.put("type", "number").put("format", "double");
            case BOOLEAN -> target.put("type", "boolean");
            case BYTES -> target.put("type", "string").put("format", "byte");
            case STRINGS -> target.put("type", "array").putObject("items").put("type", "string");
            case OBJECT -> target.put("type", "object");
            case ANY -> {}
        }
    }

    /** @return false for messages that are plain objects */
    static boolean describe(String message, ObjectNode target, OpenApiVersion version) {
        switch (message.substring(message.lastIndexOf('.') + 1)) {
            case "Time", "MicroTime" -> target.put("type", "string").put("format", "date-time");
            case "Duration" -> target.put("type", "string");
            case "Quantity" -> {
                if (version == OpenApiVersion.V2) {
                    target.put("type", "string");
                } else {
                    oneOf(target, "string", "number");
                }
            }
            case "IntOrString" -> {
                target.put("format", "int-or-string");
                if (version == OpenApiVersion.V2) {
                    target.put("type", "string");
                } else {
                    oneOf(target, "integer", "string");
                }
            }
            case "FieldsV1", "RawExtension", "Patch" -> target.put("type", "object");
            case "JSON", "JSONSchemaPropsOrArray", "JSONSchemaPropsOrBool", "JSONSchemaPropsOrStringArray" -> {
                return message.contains(".apiextensions.");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void oneOf(ObjectNode target, String first, String second) {
        var oneOf = target.putArray("oneOf");
        oneOf.addObject().put("type", first);
        oneOf.addObject().put("type", second);
    }
}
