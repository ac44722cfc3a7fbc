package dev.caravel.controllers.quota;

import dev.caravel.machinery.quantity.Quantity;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** Quantities by the names of resources. Immutable. */
record Amounts(Map<String, Quantity> byName) {
    static final Amounts NONE = new Amounts(Map.of());

    Amounts {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    static Amounts of(Map<String, io.fabric8.kubernetes.api.model.Quantity> list) {
        Map<String, Quantity> amounts = new TreeMap<>();
        if (list != null) {
            list.forEach((name, amount) -> amounts.put(name, Quantity.parse(amount.toString())));
        }
        return new Amounts(amounts);
    }

    Amounts plus(Amounts other) {
        return merged(other, Quantity::plus);
    }

    /** Of each resource the larger amount. */
    Amounts max(Amounts other) {
        return merged(other, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** The amounts of {@code other} instead of these, where it has any. */
    Amounts with(Amounts other) {
        return merged(other, (_, b) -> b);
    }

    private Amounts merged(Amounts other, BinaryOperator<Quantity> merge) {
        Map<String, Quantity> result = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> result.merge(name, amount, merge));
        return new Amounts(result);
    }

    Amounts filtered(Predicate<String> kept) {
        Map<String, Quantity> result = new TreeMap<>(byName);
        result.keySet().removeIf(kept.negate());
        return new Amounts(result);
    }

    Map<String, io.fabric8.kubernetes.api.model.Quantity> toList() {
        Map<String, io.fabric8.kubernetes.api.model.Quantity> list = new TreeMap<>();
        byName.forEach(
                (name, amount) -> list.put(name, io.fabric8.kubernetes.api.model.Quantity.parse(amount.toString())));
        return list;
    }
}
