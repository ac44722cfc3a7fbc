package dev.caravel.apiserver.extension.schema.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.List;

/** Whether a value has the type that its schema says. A float without a fraction is an integer. */
final class TypeCheck {
    private static final double TOLERANCE = 1e-9;
    private static final double LARGEST_EXACT = (1L << 53) - 1;

    private TypeCheck() {}

    /** {@code integer} and {@code string} for int-or-string; empty when not said. */
    static List<String> types(StructuralSchema schema) {
        if (schema.intOrString()) {
            return List.of("integer", "string");
        }
        return schema.type().isEmpty() ? List.of() : List.of(schema.type());
    }

    static Findings check(StructuralSchema schema, String path, JsonNode value) {
        List<String> types = types(schema);
        String format = StringFormats.format(schema);
        Findings findings = new Findings();
        if (value.isNull()) {
            if (!types.isEmpty() && !schema.nullable()) {
                findings.add(Finding.typeInvalid(path, String.join(",", types), "null"));
            } else {
                findings.meet();
            }
            return findings;
        }
        String type = type(value);
        boolean fits = types.contains(type)
                || type.equals("number") && types.contains("integer") && isWhole(value.asDouble())
                || type.equals("integer") && types.contains("number");
        boolean listOrText = value.isTextual() || value.isArray();
        if (!format.isEmpty() && !listOrText && !fits && !format.equals(format(type))) {
            findings.add(Finding.typeInvalid(path, format, format(type)));
        } else if (!format.isEmpty() && listOrText && !types.contains("number") && !types.contains("integer")) {
            findings.meet(); // the format decides
        } else if (!fits) {
            findings.add(Finding.typeInvalid(path, String.join(",", types), type));
        } else {
            findings.meet();
        }
        return findings;
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> GoText.isInteger(value) ? "integer" : "number";
        };
    }

    private static String format(String type) {
        return switch (type) {
            case "integer" -> "int64";
            case "number" -> "float64";
            default -> "";
        };
    }

    static boolean isWhole(double value) {
        if (!Double.isFinite(value) || Math.abs(value) > LARGEST_EXACT) {
            return false;
        }
        double difference = Math.abs(value - Math.rint(value));
        return difference == 0 || difference / (2 * Math.abs(value)) < TOLERANCE;
    }
}
