package dev.caravel.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CostRange;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What is wrong with the rules of a CRD's schema. For one schema, by one thread. */
final class RuleFaults {
    /** The most that one rule may cost for all values of an object, by estimate. */
    private static final long RULE_LIMIT = 10_000_000;

    /** The most that all rules of a schema may cost. */
    private static final long SCHEMA_LIMIT = 100_000_000;

    private static final int SHOWN = 4;

    /** With so many a schema is not looked at any further: every rule that is compiled takes milliseconds. */
    private static final int ENOUGH = 100;

    private static final Set<String> REASONS = new TreeSet<>(
            Set.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"));

    private record Expensive(String path, long cost) {}

    /**
     * Where in a schema we are.
     *
     * @param count how many values there can be; empty when only the size of a request bounds it
     * @param uncorrelated the list whose elements cannot be told apart from one write to the next; empty when there is none
     */
    private record Place(String path, String name, boolean root, OptionalLong count, Optional<String> uncorrelated) {
        Place child(String under, String type, boolean embedded, OptionalLong times, Optional<String> barrier) {
            OptionalLong product = count.isPresent() && times.isPresent()
                    ? OptionalLong.of(CostRange.multiply(count.getAsLong(), times.getAsLong()))
                    : OptionalLong.empty();
            return new Place(under, type, embedded, product, uncorrelated.or(() -> barrier));
        }
    }

    private final List<FieldError> errors = new ArrayList<>();
    private final List<Expensive> expensive = new ArrayList<>();
    private final boolean boundCosts;
    private long total;

    private RuleFaults(boolean boundCosts) {
        this.boundCosts = boundCosts;
    }

    /** @param boundCosts false when the rules were there before, at whatever cost */
    static List<FieldError> of(String path, StructuralSchema schema, boolean boundCosts) {
        RuleFaults faults = new RuleFaults(boundCosts);
        faults.visit(schema, new Place(path, "object", true, OptionalLong.of(1), Optional.empty()));
        faults.judgeTotal(path);
        return faults.errors;
    }

    private void visit(StructuralSchema schema, Place place) {
        schema.properties()
                .forEach((name, property) -> visit(
                        property,
                        place.child(
                                FieldPath.key(FieldPath.child(place.path(), "properties"), name),
                                place.name() + "." + name,
                                property.embeddedResource(),
                                OptionalLong.of(1),
                                atomicMap(schema, place))));
        schema.additional()
                .schema()
                .ifPresent(values -> visit(
                        values,
                        place.child(
                                FieldPath.child(place.path(), "additionalProperties"),
                                place.name() + ".@values",
                                values.embeddedResource(),
                                bound(schema.values().maxProperties()),
                                atomicMap(schema, place))));
        schema.items()
                .ifPresent(items -> visit(
                        items,
                        place.child(
                                FieldPath.child(place.path(), "items"),
                                place.name() + ".@items",
                                items.embeddedResource(),
                                bound(schema.values().maxItems()),
                                schema.isListType("map") ? Optional.empty() : Optional.of(place.path()))));
        judge(schema, place);
    }

    private static Optional<String> atomicMap(StructuralSchema schema, Place place) {
        return schema.extensions().mapType().filter("atomic"::equals).map(_ -> place.path());
    }

    private static OptionalLong bound(Optional<Long> most) {
        return most.isPresent() ? OptionalLong.of(Math.max(0, most.get())) : OptionalLong.empty();
    }

    private void judge(StructuralSchema schema, Place place) {
        List<JsonNode> sources = schema.extensions().validations();
        if (sources.isEmpty() || errors.size() >= ENOUGH) {
            return;
        }
        String list = FieldPath.child(place.path(), "x-kubernetes-validations");
        List<Rule> rules = sources.stream().map(Rule::of).toList();
        int before = errors.size();
        for (int i = 0; i < rules.size(); i++) {
            judgeForm(rules.get(i), schema, FieldPath.index(list, i));
        }
        if (errors.size() > before) {
            return;
        }
        Optional<CelType> self = SchemaTypes.of(place.name(), schema, place.root());
        if (self.isEmpty()) {
            errors.add(new FieldError(
                    FieldError.Type.INTERNAL,
                    list,
                    "Internal error: internal error: failed to construct type information for x-kubernetes-validations rules:"
                            + " unable to convert structural schema to CEL declarations"));
            return;
        }
        Function<Rule, CompiledRule> compiler = CompiledRule.compiler(self.get());
        for (int i = 0; i < rules.size() && errors.size() < ENOUGH; i++) {
            judge(compiler.apply(rules.get(i)), self.get(), place, FieldPath.index(list, i));
        }
    }

    private void judgeForm(Rule rule, StructuralSchema schema, String at) {
        if (rule.rule().isBlank()) {
            errors.add(FieldError.required(FieldPath.child(at, "rule"), "rule is not specified"));
        } else if (!rule.message().isEmpty() && rule.message().isBlank()) {
            errors.add(invalid(at, "message", rule.message(), "must be non-empty if specified"));
        } else if (hasLineBreaks(rule.message().strip())) {
            errors.add(invalid(at, "message", rule.message(), "must not contain line breaks"));
        } else if (hasLineBreaks(rule.rule().strip()) && rule.message().isBlank()) {
            errors.add(FieldError.required(
                    FieldPath.child(at, "message"), "message must be specified if rule contains line breaks"));
        }
        if (!rule.messageExpression().isEmpty() && rule.messageExpression().isBlank()) {
            errors.add(FieldError.required(
                    FieldPath.child(at, "messageExpression"), "messageExpression must be non-empty if specified"));
        }
        if (!rule.reason().isEmpty() && !REASONS.contains(rule.reason())) {
            errors.add(FieldError.notSupported(
                    FieldPath.child(at, "reason"), quoted(rule.reason()), List.copyOf(REASONS)));
        }
        if (!rule.fieldPath().isEmpty()) {
            judgeFieldPath(rule, schema, at);
        }
    }

    private void judgeFieldPath(Rule rule, StructuralSchema schema, String at) {
        if (rule.fieldPath().isBlank()) {
            errors.add(invalid(at, "fieldPath", rule.fieldPath(), "must be non-empty if specified"));
        }
        if (hasLineBreaks(rule.fieldPath())) {
            errors.add(invalid(at, "fieldPath", rule.fieldPath(), "must not contain line breaks"));
        }
        if (!RuleFieldPath.isValid(rule.fieldPath(), schema)) {
            errors.add(invalid(at, "fieldPath", rule.fieldPath(), "must be a valid path"));
        }
    }

    private void judge(CompiledRule compiled, CelType self, Place place, String at) {
        String rulePath = FieldPath.child(at, "rule");
        String source = compiled.rule().source().toString();
        compiled.program().ifPresent(program -> judgeCost(program, self, place, rulePath, "estimated rule cost", true));
        if (compiled.program().isEmpty()) {
            errors.add(FieldError.invalid(rulePath, source, compiled.error()));
            return;
        }
        String messagePath = FieldPath.child(at, "messageExpression");
        if (!compiled.messageError().isEmpty()) {
            errors.add(FieldError.invalid(messagePath, source, compiled.messageError()));
        }
        compiled.messageProgram()
                .ifPresent(program ->
                        judgeCost(program, self, place, messagePath, "estimated messageExpression cost", false));
        if (compiled.usesOldSelf()) {
            place.uncorrelated()
                    .ifPresent(list -> errors.add(FieldError.invalid(
                            rulePath,
                            quoted(compiled.rule().rule()),
                            "oldSelf cannot be used on the uncorrelatable portion of the schema within " + list)));
        } else if (compiled.rule().source().has("optionalOldSelf")) {
            errors.add(FieldError.invalid(
                    FieldPath.child(at, "optionalOldSelf"),
                    Boolean.toString(compiled.rule().optionalOldSelf()),
                    "may not be set if oldSelf is not used in rule"));
        }
    }

    private void judgeCost(
            CelProgram program, CelType self, Place place, String path, String what, boolean forAllValues) {
        long cost = program.estimatedCost().max();
        if (forAllValues) {
            long count = place.count().orElse(CelType.MAX_REQUEST_SIZE / (self.minSerializedSize() + 1));
            cost = CostRange.multiply(cost, count);
        }
        if (boundCosts && cost > RULE_LIMIT) {
            errors.add(FieldError.forbidden(path, excess(what, cost, RULE_LIMIT)));
        }
        total = CostRange.add(total, cost);
        if (cost >= SCHEMA_LIMIT / 100) {
            expensive.add(new Expensive(path, cost));
        }
    }

    private void judgeTotal(String path) {
        if (!boundCosts || total <= SCHEMA_LIMIT) {
            return;
        }
        expensive.stream()
                .sorted(Comparator.comparingLong(Expensive::cost).reversed())
                .limit(SHOWN)
                .forEach(rule -> errors.add(FieldError.forbidden(
                        rule.path(),
                        "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")));
        errors.add(FieldError.forbidden(
                path,
                excess(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                        total,
                        SCHEMA_LIMIT)));
    }

    private static String excess(String what, long cost, long limit) {
        double factor = (double) cost / limit;
        String times =
                factor > 100 ? "more than 100x" : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
        return "%s exceeds budget by factor of %s (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"
                .formatted(what, times);
    }

    private static FieldError invalid(String at, String field, String value, String detail) {
        return FieldError.invalid(FieldPath.child(at, field), quoted(value), detail);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static boolean hasLineBreaks(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
