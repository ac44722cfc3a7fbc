package dev.caravel.apiserver.extension.schema.value;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found wrong with a value, and how much of its schema it met: of several alternatives that all fail, the one
 * that was met best is told of. Not thread-safe.
 */
final class Findings {
    private final Map<String, Finding> byText = new LinkedHashMap<>();
    private int met;

    void add(Finding finding) {
        byText.putIfAbsent(finding.text(), finding);
    }

    void add(Findings others) {
        others.byText.values().forEach(this::add);
        met += others.met;
    }

    void meet() {
        met++;
    }

    int met() {
        return met;
    }

    boolean none() {
        return byText.isEmpty();
    }

    /** What did not change is tolerated. */
    Findings tolerated() {
        Findings tolerated = new Findings();
        tolerated.met = met;
        return tolerated;
    }

    Collection<Finding> all() {
        return byText.values();
    }
}
