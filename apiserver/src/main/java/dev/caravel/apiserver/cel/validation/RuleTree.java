package dev.caravel.apiserver.cel.validation;

import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of a schema and of all that nests in it; parts without rules are left out. Immutable, thread-safe. */
final class RuleTree {
    private final String name;
    private final StructuralSchema schema;
    private final boolean root;
    private final List<Rule> rules;
    private final Map<String, RuleTree> properties;
    private final Optional<RuleTree> contained;
    private final List<RuleTree> all;
    private volatile List<CompiledRule> compiled;

    private RuleTree(
            String name,
            StructuralSchema schema,
            boolean root,
            List<Rule> rules,
            Map<String, RuleTree> properties,
            Optional<RuleTree> contained,
            List<RuleTree> all) {
        this.name = name;
        this.schema = schema;
        this.root = root;
        this.rules = rules;
        this.properties = properties;
        this.contained = contained;
        this.all = all;
    }

    static Optional<RuleTree> of(StructuralSchema schema, boolean root) {
        return of("object", schema, schema, root);
    }

    /** @param stating where the rules stand: the schema itself, or one that it refers to by {@code allOf} */
    private static Optional<RuleTree> of(String name, StructuralSchema stating, StructuralSchema schema, boolean root) {
        List<Rule> rules =
                stating.extensions().validations().stream().map(Rule::of).toList();
        Map<String, RuleTree> properties = new LinkedHashMap<>();
        stating.properties().forEach((property, of) -> Optional.ofNullable(
                        schema.properties().get(property))
                .flatMap(typed -> of(name + "." + property, of, typed, typed.embeddedResource()))
                .ifPresent(tree -> properties.put(property, tree)));
        Optional<RuleTree> contained = stating.items()
                .flatMap(of ->
                        schema.items().flatMap(typed -> of(name + ".@items", of, typed, typed.embeddedResource())))
                .or(() -> stating.additional().schema().flatMap(of -> schema.additional()
                        .schema()
                        .flatMap(typed -> of(name + ".@values", of, typed, typed.embeddedResource()))));
        List<RuleTree> all = new ArrayList<>();
        stating.values().allOf().forEach(of -> of(name, of, schema, root).ifPresent(all::add));
        if (rules.isEmpty() && properties.isEmpty() && contained.isEmpty() && all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RuleTree(name, schema, root, rules, properties, contained, List.copyOf(all)));
    }

    StructuralSchema schema() {
        return schema;
    }

    Map<String, RuleTree> properties() {
        return properties;
    }

    Optional<RuleTree> contained() {
        return contained;
    }

    List<RuleTree> all() {
        return all;
    }

    /** Compiled when the first value comes by. */
    List<CompiledRule> rules() {
        if (rules.isEmpty()) {
            return List.of();
        }
        if (compiled == null) {
            compiled = CompiledRule.compile(
                    rules, SchemaTypes.of(name, schema, root).orElse(CelType.DYN));
        }
        return compiled;
    }
}
