package dev.caravel.apiserver.fuzz;

import dev.caravel.apiserver.json.JsonCodec;

/** Makes CEL expressions: of the right types mostly, of any cost. */
final class ExpressionMaker {
    private final Dice dice;

    ExpressionMaker(Dice dice) {
        this.dice = dice;
    }

    String make() {
        if (dice.oneIn(100)) {
            return dice.of("(", "!", "-", "[", "1+", "l.map(x,", "{1:", "a.", "true?", "\\")
                            .repeat(dice.below(2_000))
                    + dice.of("1", "")
                    + dice.of(")", "", "]", "}", ":1").repeat(dice.below(2_000));
        }
        String expression = bool(dice.oneIn(10) ? 7 : 4);
        return dice.oneIn(5)
                ? new String(Mutations.bytes(dice, expression.getBytes()), java.nio.charset.StandardCharsets.UTF_8)
                : expression;
    }

    private String bool(int depth) {
        if (depth == 0) {
            return dice.of("true", "false", "has(m.a)", "'a' in l", "s == 'a'", "i > 1");
        }
        return switch (dice.below(12)) {
            case 0 -> bool(depth - 1) + dice.of("&&", "||", "==", "!=") + bool(depth - 1);
            case 1 -> "!" + bool(depth - 1);
            case 2 -> number(depth - 1) + dice.of("<", "<=", ">", "==", "!=") + number(depth - 1);
            case 3 ->
                text(depth - 1) + "." + dice.of("startsWith", "endsWith", "contains", "matches") + "(" + text(depth - 1)
                        + ")";
            case 4 -> list(depth - 1) + "." + dice.of("all", "exists", "exists_one") + "(x, " + bool(depth - 1) + ")";
            case 5 ->
                text(depth - 1) + ".matches("
                        + literal(dice.of(
                                "(a+)+$", "(a*)*b", "((a{100}){100}){100}", "a{1000}", "(?:", "[", "(.*)*", "\\\\pN"))
                        + ")";
            case 6 -> dice.of("isURL", "isIP", "isCIDR", "isQuantity", "isSemver") + "(" + text(depth - 1) + ")";
            case 7 ->
                "quantity(" + text(depth - 1) + ").isGreaterThan(quantity(" + literal(Hostile.number(dice)) + "))";
            case 8 -> bool(depth - 1) + " ? " + bool(depth - 1) + " : " + bool(depth - 1);
            case 9 -> "cel.bind(y, " + list(depth - 1) + ", y.all(z, " + bool(depth - 1) + "))";
            case 10 ->
                "format." + dice.of("dns1123Label", "uuid", "date", "nope") + "().validate(" + text(depth - 1)
                        + ").hasValue()";
            default -> list(depth - 1) + "." + dice.of("isSorted()", "size() > 1", "indexOf('a') == 1", "sum() > 1");
        };
    }

    private String number(int depth) {
        if (depth == 0) {
            return dice.of(
                    "1",
                    "i",
                    "-1",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "9223372036854775808",
                    "1.5",
                    "1u",
                    "1e400",
                    "0x7f");
        }
        return switch (dice.below(7)) {
            case 0, 1 -> "(" + number(depth - 1) + dice.of("+", "-", "*", "/", "%") + number(depth - 1) + ")";
            case 2 -> text(depth - 1) + ".size()";
            case 3 -> "int(" + text(depth - 1) + ")";
            case 4 ->
                "timestamp(" + literal(Hostile.text(dice)) + ")." + dice.of("getFullYear", "getHours") + "("
                        + dice.of("", literal(Hostile.text(dice))) + ")";
            case 5 -> "duration(" + literal(Hostile.text(dice)) + ").getHours()";
            default -> dice.of("m.a", "m['a']", "l.size()", "double(i)", "uint(i)", "quantity('1Gi').asInteger()");
        };
    }

    private String text(int depth) {
        if (depth == 0) {
            return dice.oneIn(2) ? literal(Hostile.text(dice)) : dice.of("s", "m.b", "l[0]", "'a'", "l[i]");
        }
        return switch (dice.below(8)) {
            case 0 -> "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
            case 1 -> "string(" + number(depth - 1) + ")";
            case 2 -> list(depth - 1) + ".join(" + text(depth - 1) + ")";
            case 3 -> text(depth - 1) + ".replace(" + text(depth - 1) + ", " + text(depth - 1) + ")";
            case 4 ->
                literal(dice.of("%d", "%s %s", "%.99999999999f", "%", "%e", "%x", Hostile.text(dice))) + ".format(["
                        + number(depth - 1) + "])";
            case 5 -> text(depth - 1) + ".find(" + text(depth - 1) + ")";
            case 6 -> text(depth - 1) + ".substring(" + number(depth - 1) + ")";
            default ->
                text(depth - 1) + "."
                        + dice.of("lowerAscii()", "upperAscii()", "trim()", "charAt(" + number(depth - 1) + ")");
        };
    }

    private String list(int depth) {
        if (depth == 0) {
            return dice.of("l", "[]", "['a','b']", "[1,2,3]", "[1,'a',2.0,null]");
        }
        return switch (dice.below(7)) {
            case 0 -> "(" + list(depth - 1) + " + " + list(depth - 1) + ")";
            case 1 -> list(depth - 1) + ".map(x, " + list(depth - 1) + ")";
            case 2 -> list(depth - 1) + ".filter(x, " + bool(depth - 1) + ")";
            case 3 -> text(depth - 1) + ".split(" + text(depth - 1) + dice.of("", ", " + number(depth - 1)) + ")";
            case 4 -> text(depth - 1) + ".findAll(" + text(depth - 1) + ")";
            case 5 -> "[" + text(depth - 1) + ", " + text(depth - 1) + "]";
            default -> list(depth - 1) + ".map(x, " + text(depth - 1) + " + string(x))";
        };
    }

    private static String literal(String text) {
        return new String(JsonCodec.write(JsonCodec.object().textNode(text)), java.nio.charset.StandardCharsets.UTF_8);
    }
}
