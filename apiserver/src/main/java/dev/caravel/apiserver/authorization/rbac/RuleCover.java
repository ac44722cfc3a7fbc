package dev.caravel.apiserver.authorization.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares rights: which of some are not among others. Pure. */
public final class RuleCover {
    private record Simple(List<String> groups, List<String> resources, List<String> names) {}

    private RuleCover() {}

    /** What of {@code wanted} is not in {@code held}, put together by resource. */
    public static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        return join(wanted.stream()
                .flatMap(rule -> atoms(rule).stream())
                .filter(atom -> held.stream().noneMatch(owned -> covers(owned, atom)))
                .toList());
    }

    /** Rules of one verb and one resource, name or path each. */
    static List<PolicyRule> atoms(PolicyRule rule) {
        List<PolicyRule> atoms = new ArrayList<>();
        for (String verb : rule.verbs()) {
            for (String path : rule.paths()) {
                atoms.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(path)));
            }
        }
        for (String group : rule.groups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    addAtoms(atoms, rule.names(), List.of(verb), List.of(group), List.of(resource));
                }
            }
        }
        return atoms;
    }

    private static void addAtoms(
            List<PolicyRule> atoms, List<String> names, List<String> verb, List<String> group, List<String> resource) {
        if (names.isEmpty()) {
            atoms.add(new PolicyRule(verb, group, resource, List.of(), List.of()));
        }
        names.forEach(name -> atoms.add(new PolicyRule(verb, group, resource, List.of(name), List.of())));
    }

    private static boolean covers(PolicyRule owned, PolicyRule atom) {
        return hasAll(owned.verbs(), atom.verbs())
                && hasAll(owned.groups(), atom.groups())
                && coversResources(owned.resources(), atom.resources())
                && (owned.names().isEmpty()
                        || !atom.names().isEmpty() && owned.names().containsAll(atom.names()))
                && atom.paths().stream().allMatch(path -> owned.paths().stream()
                        .anyMatch(pattern -> PolicyRule.pathMatches(pattern, path)));
    }

    private static boolean hasAll(List<String> owned, List<String> wanted) {
        return owned.contains(PolicyRule.ALL) || owned.containsAll(wanted);
    }

    private static boolean coversResources(List<String> owned, List<String> wanted) {
        return hasAll(owned, wanted)
                || wanted.stream()
                        .allMatch(resource -> owned.contains(resource)
                                || resource.contains("/")
                                        && owned.contains("*" + resource.substring(resource.indexOf('/'))));
    }

    private static List<PolicyRule> join(List<PolicyRule> atoms) {
        List<PolicyRule> joined = new ArrayList<>();
        Map<Simple, Set<String>> verbs = new LinkedHashMap<>();
        for (PolicyRule atom : atoms) {
            if (atom.paths().isEmpty()) {
                verbs.computeIfAbsent(
                                new Simple(atom.groups(), atom.resources(), atom.names()), _ -> new LinkedHashSet<>())
                        .addAll(atom.verbs());
            } else {
                joined.add(atom);
            }
        }
        verbs.forEach((simple, all) -> joined.add(
                new PolicyRule(List.copyOf(all), simple.groups(), simple.resources(), simple.names(), List.of())));
        return joined;
    }
}
