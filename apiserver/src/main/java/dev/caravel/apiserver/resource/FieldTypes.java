package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.Optional;
import java.util.function.Function;

/** Refuses values that are not of their field's type, in the words of upstream's decoder. */
public final class FieldTypes {
    private final Function<String, ApiException> refusal;

    /** @param refusal makes the error of the decoder's words */
    public FieldTypes(Function<String, ApiException> refusal) {
        this.refusal = refusal;
    }

    /** @param version as upstream's message has it, the version without its group */
    public static FieldTypes of(String kind, String version) {
        return new FieldTypes(what -> Statuses.badRequest(
                "%s in version \"%s\" cannot be handled as a %s: %s".formatted(kind, version, kind, what)));
    }

    /** @throws dev.caravel.apiserver.status.ApiException 400 */
    void check(JsonNode value, Schema owner, Field field, String path) {
        var fits =
                switch (field.cardinality()) {
                    case SINGLE -> fits(value, field);
                    case LIST -> value.isArray();
                    case MAP -> value.isObject();
                };
        if (!fits) {
            refuse(value, owner, field, path, goType(field, field.cardinality()));
        }
        if (field.cardinality() == Cardinality.SINGLE) {
            checkContent(value, field);
            return;
        }
        for (var element : value) {
            if (!element.isNull() && !fits(element, field)) {
                refuse(element, owner, field, path, goType(field, Cardinality.SINGLE));
            }
            checkContent(element, field);
        }
    }

    /** Texts that must be of a form already to be decoded. */
    private void checkContent(JsonNode value, Field field) {
        var fault =
                switch (field.kind()) {
                    case QUANTITY -> EncodedTexts.quantityFault(value);
                    case BYTES -> EncodedTexts.base64Fault(value.asText());
                    case TIME -> EncodedTexts.timeFault(value.asText());
                    case MICRO_TIME -> EncodedTexts.microTimeFault(value.asText());
                    case DURATION -> EncodedTexts.durationFault(value.asText());
                    default -> Optional.<String>empty();
                };
        fault.ifPresent(what -> {
            throw refusal.apply(what);
        });
    }

    private void refuse(JsonNode value, Schema owner, Field field, String path, String wanted) {
        var type = owner.name().substring(owner.name().lastIndexOf('.') + 1);
        throw refusal.apply("json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                .formatted(describe(value, field), type, withoutIndexes(path), wanted));
    }

    private static boolean fits(JsonNode value, Field field) {
        return switch (field.kind()) {
            case STRING, BYTES, TIME, MICRO_TIME, DURATION -> value.isTextual();
            case INT32 -> value.isIntegralNumber() && value.canConvertToInt();
            case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
            case DOUBLE -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case QUANTITY -> true; // what is wrong is told of the text
            case INT_OR_STRING -> value.isTextual() || value.isIntegralNumber();
            case OBJECT -> value.isObject();
            case STRINGS -> value.isArray();
            case ANY -> true;
        };
    }

    private static String describe(JsonNode value, Field field) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER ->
                value.isIntegralNumber() && field.kind() == Schema.Kind.STRING
                        ? "number"
                        : "number" + precise(value, field);
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "null";
        };
    }

    /** A number of the right sort that is out of range or has a fraction is named with its digits. */
    private static String precise(JsonNode value, Field field) {
        return field.kind() == Schema.Kind.INT32 || field.kind() == Schema.Kind.INT64 ? " " + value.asText() : "";
    }

    private static String goType(Field field, Cardinality cardinality) {
        var single =
                switch (field.kind()) {
                    case STRING -> "string";
                    case INT32, INT_OR_STRING -> "int32";
                    case INT64 -> "int64";
                    case DOUBLE -> "float64";
                    case BOOLEAN -> "bool";
                    case BYTES -> "[]uint8";
                    case STRINGS -> "[]string";
                    case ANY -> "interface {}";
                    case TIME, MICRO_TIME, DURATION, QUANTITY, OBJECT -> packaged(field.typeName());
                };
        return switch (cardinality) {
            case SINGLE -> single;
            case LIST -> "[]" + single;
            case MAP -> "map[string]" + single;
        };
    }

    /** {@code k8s.io.api.core.v1.Container} is {@code v1.Container} in Go. */
    private static String packaged(String message) {
        var name = message.lastIndexOf('.');
        return message.substring(message.lastIndexOf('.', name - 1) + 1);
    }

    private static String withoutIndexes(String path) {
        return path.replaceAll("\\[\\d+]", "");
    }
}
