package dev.caravel.apiserver.extension.schema.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import java.math.BigDecimal;
import java.util.Optional;

/** Bounds, formats and multiples of numbers. Integers are compared as such, all others as floats. */
final class NumberCheck {
    private final String type;
    private final String format;
    private final String path;

    private NumberCheck(StructuralSchema schema, String path) {
        String said = schema.intOrString() ? "" : schema.type();
        this.type = said.equals("integer") || said.equals("number") ? said : "";
        this.format = type.isEmpty() ? "" : StringFormats.format(schema);
        this.path = path;
    }

    static Findings check(StructuralSchema schema, String path, JsonNode value) {
        NumberCheck check = new NumberCheck(schema, path);
        ValueLimits limits = schema.values();
        Findings findings = new Findings();
        check.range("Checked", value.decimalValue()).ifPresent(findings::add);
        limits.multipleOf().ifPresent(factor -> {
            check.range("MultipleOf", factor).ifPresent(findings::add);
            check.multiple(value, factor).ifPresent(findings::add);
        });
        limits.minimum().ifPresent(bound -> {
            check.range("Minimum boundary", bound).ifPresent(findings::add);
            check.bound(value, bound, limits.exclusiveMinimum(), -1).ifPresent(findings::add);
        });
        limits.maximum().ifPresent(bound -> {
            check.range("Maximum boundary", bound).ifPresent(findings::add);
            check.bound(value, bound, limits.exclusiveMaximum(), 1).ifPresent(findings::add);
        });
        findings.meet();
        return findings;
    }

    private Optional<Finding> range(String what, BigDecimal number) {
        boolean fits =
                switch (type) {
                    case "integer" -> isInteger(number, format.equals("int32"));
                    default -> !format.equals("float") || Float.isFinite(number.floatValue());
                };
        if (fits) {
            return Optional.empty();
        }
        return Optional.of(Finding.overall(
                format.isEmpty()
                        ? "%s value must be of type %s (default format) in %s".formatted(what, type, path)
                        : "%s value must be of type %s with format %s in %s".formatted(what, type, format, path)));
    }

    private static boolean isInteger(BigDecimal number, boolean small) {
        try {
            if (small) {
                number.intValueExact();
            } else {
                number.longValueExact();
            }
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** @param direction 1 for a maximum, -1 for a minimum */
    private Optional<Finding> bound(JsonNode value, BigDecimal bound, boolean exclusive, int direction) {
        boolean exact = GoText.isInteger(value) && range("", bound).isEmpty();
        int compared = exact
                ? Long.compare(value.asLong(), bound.longValue())
                : Double.compare(value.asDouble(), bound.doubleValue());
        if (compared * direction < 0 || compared == 0 && !exclusive) {
            return Optional.empty();
        }
        String side = direction > 0 ? "less" : "greater";
        return Optional.of(Finding.invalid(
                path,
                shown(value, exact),
                "%s in body should be %s than %s%s"
                        .formatted(path, side, exclusive ? "" : "or equal to ", shown(bound, exact))));
    }

    private Optional<Finding> multiple(JsonNode value, BigDecimal factor) {
        boolean exact = GoText.isInteger(value) && range("", factor).isEmpty();
        if ((exact ? factor.longValue() : factor.doubleValue()) <= 0) {
            return Optional.of(Finding.invalid(
                    path,
                    shown(factor, exact),
                    "factor MultipleOf declared for %s must be positive: %s".formatted(path, shown(factor, exact))));
        }
        boolean divides = exact ? value.asLong() % factor.longValue() == 0 : divides(factor.doubleValue(), value);
        return divides
                ? Optional.empty()
                : Optional.of(Finding.invalid(
                        path,
                        shown(value, exact),
                        "%s in body should be a multiple of %s".formatted(path, shown(factor, exact))));
    }

    private static boolean divides(double factor, JsonNode value) {
        return TypeCheck.isWhole(factor < 1 ? 1 / factor * value.asDouble() : value.asDouble() / factor);
    }

    private static String shown(JsonNode value, boolean exact) {
        return exact ? Long.toString(value.asLong()) : GoText.number(value.asDouble());
    }

    private static String shown(BigDecimal value, boolean exact) {
        return exact ? Long.toString(value.longValue()) : GoText.number(value.doubleValue());
    }
}
