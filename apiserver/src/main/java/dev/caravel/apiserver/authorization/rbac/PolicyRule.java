package dev.caravel.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a role: verbs on resources or on paths.
 *
 * @param names of objects; empty for all
 * @param paths of URLs that are no resources; a rule with some has no resources
 */
public record PolicyRule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {
    public static final String ALL = "*";
    private static final List<String> ANY = List.of(ALL);

    public static final List<PolicyRule> EVERYTHING = List.of(
            new PolicyRule(ANY, ANY, ANY, List.of(), List.of()),
            new PolicyRule(ANY, List.of(), List.of(), List.of(), ANY));

    public PolicyRule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        paths = List.copyOf(paths);
    }

    /** @param rules the {@code rules} of a role */
    public static List<PolicyRule> list(JsonNode rules) {
        List<PolicyRule> list = new ArrayList<>();
        rules.forEach(rule -> list.add(new PolicyRule(
                texts(rule.path("verbs")),
                texts(rule.path("apiGroups")),
                texts(rule.path("resources")),
                texts(rule.path("resourceNames")),
                texts(rule.path("nonResourceURLs")))));
        return List.copyOf(list);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    public ObjectNode toJson() {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        put(rule, "apiGroups", groups);
        put(rule, "nonResourceURLs", paths);
        put(rule, "resourceNames", names);
        put(rule, "resources", resources);
        verbs.forEach(rule.putArray("verbs")::add);
        return rule;
    }

    private static void put(ObjectNode rule, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(rule.putArray(field)::add);
        }
    }

    public boolean allows(Attributes asked) {
        if (!verbs.contains(ALL) && !verbs.contains(asked.verb())) {
            return false;
        }
        if (!asked.resourceRequest()) {
            return paths.stream().anyMatch(pattern -> pathMatches(pattern, asked.path()));
        }
        return (groups.contains(ALL) || groups.contains(asked.group()))
                && resources.stream().anyMatch(resource -> resourceMatches(resource, asked))
                && (names.isEmpty() || names.contains(asked.name()));
    }

    private static boolean resourceMatches(String pattern, Attributes asked) {
        return pattern.equals(ALL)
                || pattern.equals(asked.resourcePath())
                || !asked.subresource().isEmpty() && pattern.equals("*/" + asked.subresource());
    }

    static boolean pathMatches(String pattern, String path) {
        return pattern.equals(ALL)
                || pattern.equals(path)
                || pattern.endsWith("*") && path.startsWith(pattern.replaceAll("\\*+$", ""));
    }

    /** As messages show it: {@code {APIGroups:[""], Resources:["pods"], Verbs:["get"]}}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        describe(parts, "APIGroups", groups);
        describe(parts, "Resources", resources);
        describe(parts, "NonResourceURLs", paths);
        describe(parts, "ResourceNames", names);
        describe(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    private static void describe(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + Quoted.list(values));
        }
    }
}
