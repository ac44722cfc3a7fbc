package dev.caravel.apiserver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.http.Requests;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ContinueTokens;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What arrives as text: bodies, paths, queries, selectors, tokens, quantities, expressions. */
final class TextTargets {
    private static final CelEnvironment CEL = CelEnvironment.of(Map.of(
            "s", CelType.STRING,
            "i", CelType.INT,
            "l", new CelType.ListOf(CelType.STRING),
            "m", CelType.DYN));
    private static final Map<String, Object> VARIABLES = Map.of(
            "s", JsonCodec.object().textNode("some text"),
            "i", JsonCodec.object().numberNode(7L),
            "l",
                    JsonCodec.object()
                            .arrayNode()
                            .add("a")
                            .add("b")
                            .add("c")
                            .add("d")
                            .add("e"),
            "m", JsonCodec.object().put("a", 1).put("b", "x"));

    private TextTargets() {}

    static List<Target> all() {
        return List.of(
                Target.of("json", dice -> body(dice, false), in -> Requests.readBody("application/json", in)),
                Target.of("yaml", dice -> body(dice, true), in -> Requests.readBody("application/yaml", in)),
                Target.of(
                        "apply-yaml",
                        dice -> body(dice, true),
                        in -> Requests.readBody("application/apply-patch+yaml", in)),
                Target.of("label-selector", dice -> labels(dice).getBytes(UTF_8), TextTargets::labelSelector),
                Target.of("field-selector", dice -> fields(dice).getBytes(UTF_8), TextTargets::fieldSelector),
                Target.of("quantity", dice -> quantity(dice).getBytes(UTF_8), TextTargets::quantity),
                Target.of("continue", TextTargets::token, in -> ContinueTokens.recode(new String(in, UTF_8))),
                Target.of("request-head", dice -> head(dice).getBytes(UTF_8), TextTargets::requestHead),
                Target.of("cel", dice -> new ExpressionMaker(dice).make().getBytes(UTF_8), TextTargets::cel));
    }

    private static byte[] body(Dice dice, boolean yaml) {
        var resource = dice.of(List.copyOf(ObjectTargets.CATALOG.all()));
        var object = new ObjectMaker(dice).make(resource);
        byte[] json = JsonCodec.write(Mutations.tree(dice, object));
        if (yaml && dice.oneIn(4)) {
            String text = "a: &a [x,x,x,x,x,x,x,x,x]\n";
            for (char level = 'b'; level < 'b' + dice.below(12); level++) {
                String other = "*" + (char) (level - 1);
                text += level + ": &" + level + " [" + String.join(",", other, other, other, other, other, other)
                        + "]\n";
            }
            return Mutations.bytes(dice, text.getBytes(UTF_8));
        }
        if (yaml && dice.oneIn(2)) {
            json = JsonCodec.writePretty(object).length > 0
                    ? new String(JsonCodec.writePretty(object), UTF_8)
                            .replace("{\n", "\n")
                            .replace("}", "")
                            .replace(",\n", "\n")
                            .getBytes(UTF_8)
                    : json;
        }
        if (dice.oneIn(100)) {
            return dice.of("[", "{\"a\":", "{a: ", "- ", "[[", "? ")
                    .repeat(1 + dice.below(100_000))
                    .getBytes(UTF_8);
        }
        if (dice.oneIn(100)) {
            return ("{\"a\":" + dice.of("-", "")
                            + dice.of("1", "0.", "1e", "9", "0x").repeat(1 + dice.below(500_000)) + "}")
                    .getBytes(UTF_8);
        }
        return Mutations.bytes(dice, json);
    }

    private static String labels(Dice dice) {
        StringJoiner terms = new StringJoiner(dice.oneIn(10) ? Hostile.text(dice) : ",");
        int count = dice.oneIn(100) ? dice.below(5_000) : dice.size(8);
        for (int i = 0; i < count; i++) {
            String key = dice.oneIn(3) ? Hostile.text(dice) : Hostile.word(dice);
            String value = dice.oneIn(3) ? Hostile.text(dice) : Hostile.word(dice);
            terms.add(dice.of(
                    key,
                    "!" + key,
                    key + "=" + value,
                    key + "!=" + value,
                    key + " in (" + value + "," + value + ")",
                    key + " notin (" + value + ")",
                    key + ">" + value,
                    key + "<" + dice.below(9),
                    "in in (in)",
                    "notin"));
        }
        return terms.toString();
    }

    private static void labelSelector(byte[] input) {
        LabelSelector selector;
        try {
            selector = LabelSelector.parse(new String(input, UTF_8));
        } catch (IllegalArgumentException e) {
            return; // told to the client as 400
        }
        selector.matches(Map.of("a", "1", "in", "in"));
        LabelSelector again = LabelSelector.parse(print(selector));
        ObjectTargets.require(again.equals(selector), "printed and read: " + again + " of " + selector);
    }

    private static String print(LabelSelector selector) {
        StringJoiner terms = new StringJoiner(",");
        for (var requirement : selector.requirements()) {
            String key = requirement.key();
            String values = "(" + String.join(",", requirement.values()) + ")";
            terms.add(
                    switch (requirement.operator()) {
                        case IN -> key + " in " + values;
                        case NOT_IN -> key + " notin " + values;
                        case EXISTS -> key;
                        case DOES_NOT_EXIST -> "!" + key;
                        case GREATER_THAN -> key + ">" + requirement.values().getFirst();
                        case LESS_THAN -> key + "<" + requirement.values().getFirst();
                    });
        }
        return terms.toString();
    }

    private static String fields(Dice dice) {
        StringJoiner terms = new StringJoiner(",");
        int count = dice.oneIn(50) ? 10_000 : dice.size(8);
        for (int i = 0; i < count; i++) {
            terms.add(dice.of("metadata.name", "spec.nodeName", Hostile.text(dice))
                    + dice.of("=", "==", "!=", "")
                    + Hostile.text(dice));
        }
        return terms.toString();
    }

    private static void fieldSelector(byte[] input) {
        FieldSelector selector;
        try {
            selector = FieldSelector.parse(new String(input, UTF_8));
        } catch (IllegalArgumentException e) {
            return; // told to the client as 400
        }
        selector.matches(field -> "");
        StringJoiner printed = new StringJoiner(",");
        selector.requirements()
                .forEach(it -> printed.add(it.field()
                        + (it.equal() ? "=" : "!=")
                        + it.value().replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=")));
        FieldSelector again = FieldSelector.parse(printed.toString());
        ObjectTargets.require(
                selector.requirements().isEmpty() || again.equals(selector),
                "printed and read: " + again + " of " + selector);
    }

    private static String quantity(Dice dice) {
        return dice.of(
                        Hostile.number(dice),
                        Hostile.text(dice),
                        dice.below(1000) + dice.of("", "m", "k", "Ki", "E", "Ei", "n", "u", "e3"))
                + dice.of("", "", "", "m", "Ei", "e9", Hostile.text(dice));
    }

    private static void quantity(byte[] input) {
        Quantity quantity;
        try {
            quantity = Quantity.parse(new String(input, UTF_8));
        } catch (IllegalArgumentException e) {
            return; // told to the client as a field's error
        }
        quantity.plus(quantity).minus(quantity).negate().hashCode();
        quantity.toLong();
        quantity.toMilli();
        quantity.isInteger();
        Quantity again = Quantity.parse(quantity.canonical());
        ObjectTargets.require(
                again.compareTo(quantity) == 0 && again.canonical().equals(quantity.canonical()),
                "canonical form " + quantity.canonical() + " is another quantity than " + quantity);
    }

    private static byte[] token(Dice dice) {
        String start = "default/" + (dice.oneIn(3) ? Hostile.text(dice) : "a");
        if (dice.oneIn(30)) {
            start = "a/".repeat(dice.below(20_000)) + "a";
        }
        byte[] json = Base64.getUrlDecoder().decode(ContinueTokens.encode(dice.any(), start));
        byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(Mutations.bytes(dice, json));
        return dice.oneIn(3) ? Mutations.bytes(dice, encoded) : encoded;
    }

    private static String head(Dice dice) {
        StringBuilder head = new StringBuilder(
                dice.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "WATCH", "g\u0131t"));
        head.append('\n')
                .append(dice.of(
                        "/api/v1",
                        "/apis/apps/v1",
                        "/api",
                        "/apis",
                        "",
                        "/apis/a",
                        "//api//v1",
                        "/apis/apps/v1/watch"));
        int parts = dice.size(10);
        for (int i = 0; i < parts; i++) {
            head.append('/')
                    .append(dice.of(
                            "namespaces",
                            "default",
                            "pods",
                            "watch",
                            "a",
                            "status",
                            "%2e%2e",
                            "%",
                            "%zz",
                            "+",
                            Hostile.text(dice)));
        }
        head.append('\n');
        int parameters = dice.size(20);
        for (int i = 0; i < parameters; i++) {
            head.append(dice.of(
                            "watch",
                            "limit",
                            "continue",
                            "timeout",
                            "timeoutSeconds",
                            "resourceVersion",
                            "resourceVersionMatch",
                            "labelSelector",
                            "fieldSelector",
                            "sendInitialEvents",
                            "allowWatchBookmarks",
                            "dryRun",
                            "fieldManager",
                            "fieldValidation",
                            "force",
                            "gracePeriodSeconds",
                            "propagationPolicy",
                            "orphanDependents",
                            "pretty",
                            Hostile.text(dice)))
                    .append('=')
                    .append(dice.of(
                                    "true",
                                    "0",
                                    "Exact",
                                    "NotOlderThan",
                                    "metadata.name=a",
                                    Hostile.number(dice),
                                    Hostile.text(dice))
                            .replace("+", "%2B"))
                    .append('&');
        }
        return head.toString();
    }

    private static void requestHead(byte[] input) {
        String[] lines = new String(input, UTF_8).split("\n", 3);
        if (lines.length < 3) {
            return;
        }
        try {
            Requests.readHead(lines[0], lines[1], lines[2]);
        } catch (IllegalArgumentException e) {
            if (e.getClass() != IllegalArgumentException.class) {
                throw e; // the chain answers 400 for escapes that are none
            }
        }
    }

    private static void cel(byte[] input) {
        try {
            CEL.compile(new String(input, UTF_8)).evaluate(VARIABLES, new CostBudget(CostBudget.PER_CALL));
        } catch (CompileException | EvaluationException e) {
            // told to the client
        }
    }
}
