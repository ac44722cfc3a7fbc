package dev.caravel.scheduler.cluster;

import dev.caravel.machinery.quantity.Quantity;
import java.util.HashMap;
import java.util.Map;

/** Arithmetic on the resource lists of the API, name by name. */
final class Quantities {
    private Quantities() {}

    static Map<String, Quantity> of(Map<String, io.fabric8.kubernetes.api.model.Quantity> list) {
        Map<String, Quantity> quantities = new HashMap<>();
        if (list != null) {
            list.forEach((name, quantity) -> quantities.put(name, Quantity.parse(quantity.toString())));
        }
        return quantities;
    }

    static void add(Map<String, Quantity> sums, Map<String, Quantity> parts) {
        parts.forEach((name, part) -> sums.merge(name, part, Quantity::plus));
    }

    static void raise(Map<String, Quantity> maxima, Map<String, Quantity> others) {
        others.forEach((name, other) -> maxima.merge(name, other, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }
}
