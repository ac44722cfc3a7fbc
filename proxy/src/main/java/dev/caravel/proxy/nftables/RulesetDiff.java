package dev.caravel.proxy.nftables;

import dev.caravel.proxy.nftables.Ruleset.Affinity;
import dev.caravel.proxy.nftables.Ruleset.ElementSet;
import dev.caravel.proxy.nftables.Ruleset.VerdictMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the commands that change a table from what it is to what it should be, and touches nothing else. Pure. */
public final class RulesetDiff {
    private final String table;

    /** @param table family and name, for example {@code ip kube-proxy} */
    public RulesetDiff(String table) {
        this.table = table;
    }

    /** Builds the whole table anew in one transaction, whatever was there: traffic sees the old or the new one. */
    public Transaction rebuild(Ruleset desired) {
        List<String> commands = new ArrayList<>();
        commands.add("add table " + table);
        commands.add("delete table " + table);
        commands.add("add table " + table);
        commands.addAll(between(Ruleset.EMPTY, desired).commands());
        return new Transaction(commands, List.of());
    }

    public Transaction between(Ruleset actual, Ruleset desired) {
        List<String> commands = new ArrayList<>();
        declareNew(commands, actual, desired);
        flushStale(commands, actual, desired);
        removeElements(commands, actual, desired);
        addRules(commands, actual, desired);
        addElements(commands, actual, desired);
        return new Transaction(commands, cleanup(actual, desired));
    }

    /** Names come before the rules and elements that refer to them. */
    private void declareNew(List<String> commands, Ruleset actual, Ruleset desired) {
        desired.sets().forEach((name, set) -> {
            if (!actual.sets().containsKey(name)) {
                String flags = set.flags().isEmpty() ? "" : " flags " + set.flags() + ";";
                commands.add("add set %s %s { type %s;%s }".formatted(table, name, set.type(), flags));
            }
        });
        desired.affinities().forEach((name, affinity) -> {
            if (!actual.affinities().containsKey(name)) {
                commands.add(declare(name, affinity));
            }
        });
        desired.chains().forEach((name, chain) -> {
            if (!actual.chains().containsKey(name)) {
                String hook = chain.hook().isEmpty() ? "" : " { " + chain.hook() + "; }";
                commands.add("add chain %s %s%s".formatted(table, name, hook));
            }
        });
        desired.maps().forEach((name, map) -> {
            if (!actual.maps().containsKey(name)) {
                commands.add("add map %s %s { type %s : verdict; }".formatted(table, name, map.type()));
            }
        });
    }

    private String declare(String name, Affinity affinity) {
        return "add set %s %s { type %s; flags dynamic, timeout; timeout %ds; }"
                .formatted(table, name, affinity.type(), affinity.timeout().toSeconds());
    }

    private void flushStale(List<String> commands, Ruleset actual, Ruleset desired) {
        actual.chains().forEach((name, chain) -> {
            if (!chain.equals(desired.chains().get(name))) {
                commands.add("flush chain %s %s".formatted(table, name));
            }
        });
    }

    private void removeElements(List<String> commands, Ruleset actual, Ruleset desired) {
        actual.maps().forEach((name, map) -> {
            Map<String, String> wanted = desired.maps()
                    .getOrDefault(name, new VerdictMap(map.type(), Map.of()))
                    .elements();
            map.elements().forEach((key, verdict) -> {
                if (!verdict.equals(wanted.get(key))) {
                    commands.add("delete element %s %s { %s }".formatted(table, name, key));
                }
            });
        });
        actual.sets().forEach((name, set) -> {
            for (String element : missing(set.elements(), desired.sets().get(name))) {
                commands.add("delete element %s %s { %s }".formatted(table, name, element));
            }
        });
    }

    private void addRules(List<String> commands, Ruleset actual, Ruleset desired) {
        desired.chains().forEach((name, chain) -> {
            if (!chain.equals(actual.chains().get(name))) {
                chain.rules().forEach(rule -> commands.add("add rule %s %s %s".formatted(table, name, rule)));
            }
        });
    }

    private void addElements(List<String> commands, Ruleset actual, Ruleset desired) {
        desired.maps().forEach((name, map) -> {
            Map<String, String> present = actual.maps()
                    .getOrDefault(name, new VerdictMap(map.type(), Map.of()))
                    .elements();
            map.elements().forEach((key, verdict) -> {
                if (!verdict.equals(present.get(key))) {
                    commands.add("add element %s %s { %s : %s }".formatted(table, name, key, verdict));
                }
            });
        });
        desired.sets().forEach((name, set) -> {
            for (String element : missing(set.elements(), actual.sets().get(name))) {
                commands.add("add element %s %s { %s }".formatted(table, name, element));
            }
        });
    }

    private List<String> cleanup(Ruleset actual, Ruleset desired) {
        List<String> commands = new ArrayList<>();
        actual.chains().keySet().stream()
                .filter(name -> !desired.chains().containsKey(name))
                .forEach(name -> commands.add("delete chain %s %s".formatted(table, name)));
        actual.affinities().keySet().stream()
                .filter(name -> !desired.affinities().containsKey(name))
                .forEach(name -> commands.add("delete set %s %s".formatted(table, name)));
        return commands;
    }

    private static Set<String> missing(Set<String> elements, ElementSet from) {
        Set<String> missing = new LinkedHashSet<>(elements);
        if (from != null) {
            missing.removeAll(from.elements());
        }
        return missing;
    }
}
