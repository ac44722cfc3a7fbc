package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.global;
import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.BOOL;
import static dev.caravel.apiserver.cel.library.Type.INT;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import dev.caravel.machinery.quantity.QuantityFormatException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Quantities and semantic versions: how they are parsed, compared and reckoned with. */
final class ComparableFunctions {
    private static final Type<Quantity> QUANTITY = Type.opaque("kubernetes.Quantity", Quantity.class);
    private static final Type<SemanticVersion> SEMVER = Type.opaque("kubernetes.Semver", SemanticVersion.class);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private ComparableFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "quantity",
                        global("string_to_quantity", QUANTITY.declared(), STRING, ComparableFunctions::quantity)),
                Function.of("isQuantity", global("is_quantity_string", SimpleType.BOOL, STRING, text -> parse(text)
                        .isPresent())),
                Function.of("sign", member("quantity_sign", SimpleType.INT, QUANTITY, quantity ->
                        (long) quantity.signum())),
                Function.of(
                        "isInteger",
                        member("quantity_is_integer", SimpleType.BOOL, QUANTITY, ComparableFunctions::fitsLong)),
                Function.of(
                        "asInteger",
                        member("quantity_get_int", SimpleType.INT, QUANTITY, ComparableFunctions::asInteger)),
                Function.of(
                        "asApproximateFloat",
                        member("quantity_get_float", SimpleType.DOUBLE, QUANTITY, quantity -> quantity.amount()
                                .doubleValue())),
                Function.of(
                        "add",
                        member("quantity_add", QUANTITY.declared(), QUANTITY, QUANTITY, Quantity::plus),
                        member(
                                "quantity_add_int",
                                QUANTITY.declared(),
                                QUANTITY,
                                INT,
                                (quantity, number) -> quantity.plus(Quantity.of(number, QuantityFormat.DECIMAL_SI)))),
                Function.of(
                        "sub",
                        member("quantity_sub", QUANTITY.declared(), QUANTITY, QUANTITY, Quantity::minus),
                        member(
                                "quantity_sub_int",
                                QUANTITY.declared(),
                                QUANTITY,
                                INT,
                                (quantity, number) -> quantity.minus(Quantity.of(number, QuantityFormat.DECIMAL_SI)))),
                Function.of(
                        "isGreaterThan",
                        member(
                                "quantity_is_greater_than",
                                SimpleType.BOOL,
                                QUANTITY,
                                QUANTITY,
                                (one, other) -> one.compareTo(other) > 0),
                        member(
                                "semver_is_greater_than",
                                SimpleType.BOOL,
                                SEMVER,
                                SEMVER,
                                (one, other) -> one.compareTo(other) > 0)),
                Function.of(
                        "isLessThan",
                        member(
                                "quantity_is_less_than",
                                SimpleType.BOOL,
                                QUANTITY,
                                QUANTITY,
                                (one, other) -> one.compareTo(other) < 0),
                        member(
                                "semver_is_less_than",
                                SimpleType.BOOL,
                                SEMVER,
                                SEMVER,
                                (one, other) -> one.compareTo(other) < 0)),
                Function.of(
                        "compareTo",
                        member("quantity_compare_to", SimpleType.INT, QUANTITY, QUANTITY, (one, other) ->
                                (long) Integer.signum(one.compareTo(other))),
                        member("semver_compare_to", SimpleType.INT, SEMVER, SEMVER, (one, other) ->
                                (long) Integer.signum(one.compareTo(other)))),
                Function.of(
                        "semver",
                        global("string_to_semver", SEMVER.declared(), STRING, SemanticVersion::require),
                        global(
                                "string_bool_to_semver",
                                SEMVER.declared(),
                                STRING,
                                BOOL,
                                (text, lenient) ->
                                        SemanticVersion.require(lenient ? SemanticVersion.normalized(text) : text))),
                Function.of(
                        "isSemver",
                        global("is_semver_string", SimpleType.BOOL, STRING, text -> SemanticVersion.parse(text)
                                .isPresent()),
                        global(
                                "is_semver_string_bool",
                                SimpleType.BOOL,
                                STRING,
                                BOOL,
                                (text, lenient) -> SemanticVersion.parse(
                                                lenient ? SemanticVersion.normalized(text) : text)
                                        .isPresent())),
                Function.of("major", member("semver_major", SimpleType.INT, SEMVER, SemanticVersion::major)),
                Function.of("minor", member("semver_minor", SimpleType.INT, SEMVER, SemanticVersion::minor)),
                Function.of("patch", member("semver_patch", SimpleType.INT, SEMVER, SemanticVersion::patch)));
    }

    private static Optional<Quantity> parse(String text) {
        try {
            return Optional.of(Quantity.parse(text));
        } catch (QuantityFormatException e) {
            return Optional.empty();
        }
    }

    private static Object quantity(String text) {
        try {
            return Quantity.parse(text);
        } catch (QuantityFormatException e) {
            throw new CelInvalidArgumentException(e.getMessage());
        }
    }

    private static boolean fitsLong(Quantity quantity) {
        if (!quantity.isInteger()) {
            return false;
        }
        BigInteger amount = quantity.amount().toBigInteger();
        return amount.compareTo(LONG_MAX) <= 0 && amount.compareTo(LONG_MIN) >= 0;
    }

    private static Object asInteger(Quantity quantity) {
        if (!fitsLong(quantity)) {
            throw new CelInvalidArgumentException("cannot convert value to integer");
        }
        return quantity.amount().longValueExact();
    }
}
