package dev.caravel.apiserver.admission.plugins.podsecurity;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a check refuses a pod: in short, and in detail. */
record Violation(String reason, String detail) {
    /** {@code container "a"}, {@code containers "a", "b"}. */
    static String containers(Collection<String> names) {
        return plural("container", names.size()) + " " + quote(names);
    }

    static String quote(Collection<String> items) {
        return items.stream().map(item -> '"' + item + '"').collect(joining(", "));
    }

    static String plural(String word, int count) {
        return count == 1 ? word : word + "s";
    }

    /** The pod itself and the containers as the subject of a sentence; empty when it is neither. */
    static Optional<String> setters(boolean pod, List<String> containers) {
        return Stream.of(pod ? "pod" : "", containers.isEmpty() ? "" : containers(containers))
                .filter(setter -> !setter.isEmpty())
                .reduce((a, b) -> a + " and " + b);
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? reason : reason + " (" + detail + ")";
    }
}
