package dev.caravel.apiserver.admission.resources;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** A {@code v1.ResourceList}: quantities by the names of resources, in the names' order. Immutable. */
public record ResourceAmounts(Map<String, Quantity> byName) {
    public static final ResourceAmounts NONE = new ResourceAmounts(Map.of());
    public static final Quantity ONE = Quantity.of(1, QuantityFormat.DECIMAL_SI);

    public ResourceAmounts {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** What is not a quantity is left out: validation refuses it. */
    public static ResourceAmounts of(JsonNode list) {
        Map<String, Quantity> amounts = new TreeMap<>();
        list.properties()
                .forEach(entry -> parse(entry.getValue()).ifPresent(quantity -> amounts.put(entry.getKey(), quantity)));
        return new ResourceAmounts(amounts);
    }

    public static ResourceAmounts of(String name, Quantity amount) {
        return new ResourceAmounts(Map.of(name, amount));
    }

    private static Optional<Quantity> parse(JsonNode value) {
        try {
            return value.isNull() ? Optional.empty() : Optional.of(Quantity.parse(value.asText()));
        } catch (QuantityFormatException _) {
            return Optional.empty();
        }
    }

    public Optional<Quantity> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    public ResourceAmounts plus(ResourceAmounts other) {
        return merged(other, Quantity::plus);
    }

    /** Of each resource the larger amount. */
    public ResourceAmounts max(ResourceAmounts other) {
        return merged(other, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** The amounts of {@code other} instead of these, where it has any. */
    public ResourceAmounts with(ResourceAmounts other) {
        return merged(other, (_, b) -> b);
    }

    private ResourceAmounts merged(ResourceAmounts other, BinaryOperator<Quantity> merge) {
        Map<String, Quantity> result = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> result.merge(name, amount, merge));
        return new ResourceAmounts(result);
    }

    /** What these are more than {@code other}; nothing where they are less. */
    public ResourceAmounts above(ResourceAmounts other) {
        Map<String, Quantity> result = new TreeMap<>();
        byName.forEach((name, amount) -> {
            Quantity rest = other.get(name).map(amount::minus).orElse(amount);
            if (rest.signum() > 0) {
                result.put(name, rest);
            }
        });
        return new ResourceAmounts(result);
    }

    public ResourceAmounts only(Collection<String> names) {
        return filtered(names::contains);
    }

    public ResourceAmounts filtered(Predicate<String> kept) {
        Map<String, Quantity> result = new TreeMap<>(byName);
        result.keySet().removeIf(kept.negate());
        return new ResourceAmounts(result);
    }

    public ResourceAmounts withoutZeros() {
        Map<String, Quantity> result = new TreeMap<>(byName);
        result.values().removeIf(amount -> amount.signum() == 0);
        return new ResourceAmounts(result);
    }

    public Set<String> negative() {
        Set<String> result = new TreeSet<>();
        byName.forEach((name, amount) -> {
            if (amount.signum() < 0) {
                result.add(name);
            }
        });
        return result;
    }

    /** The resources of which there is more here than {@code limits} allow. */
    public Set<String> beyond(ResourceAmounts limits) {
        Set<String> result = new TreeSet<>();
        byName.forEach((name, amount) -> {
            if (limits.get(name).filter(limit -> amount.compareTo(limit) > 0).isPresent()) {
                result.add(name);
            }
        });
        return result;
    }

    public ObjectNode toJson() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        byName.forEach((name, amount) -> list.put(name, amount.toString()));
        return list;
    }

    /** As in messages: {@code cpu=1,memory=1Gi}. */
    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(joining(","));
    }
}
