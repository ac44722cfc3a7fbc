package dev.caravel.controllers.quota;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** All objects of a type, with what they use of quotas. */
final class MeasuredObjects<T extends HasMetadata> {
    private final ObjectCache<T> cache;
    private final Usage<T> usage;

    MeasuredObjects(ObjectCache<T> cache, Usage<T> usage) {
        this.cache = requireNonNull(cache, "cache is null");
        this.usage = requireNonNull(usage, "usage is null");
    }

    /** Tells {@code changed} the namespace of every object that goes, or comes to use another amount. */
    void follow(Consumer<String> changed) {
        cache.onChange(new ChangeListener<>() {
            @Override
            public void added(T object) {
                // The API server has charged the quota.
            }

            @Override
            public void updated(T before, T after) {
                if (!usage.of(before).equals(usage.of(after))) {
                    changed.accept(after.getMetadata().getNamespace());
                }
            }

            @Override
            public void deleted(T last) {
                changed.accept(last.getMetadata().getNamespace());
            }
        });
    }

    boolean measures(String resourceName) {
        return usage.measures(resourceName);
    }

    /** What a namespace's objects within the scopes use of those of the named resources that this measures. */
    Amounts used(String namespace, Set<String> names, List<ScopedResourceSelectorRequirement> scopes) {
        Set<String> measured = names.stream().filter(usage::measures).collect(Collectors.toSet());
        if (measured.isEmpty()) {
            return Amounts.NONE;
        }
        Map<String, Quantity> nothing = new TreeMap<>();
        measured.forEach(name -> nothing.put(name, Quantity.ZERO));
        Amounts total = new Amounts(nothing);
        for (T object : cache.inNamespace(namespace)) {
            if (scopes.stream().allMatch(scope -> usage.isWithin(scope, object))) {
                total = total.plus(usage.of(object).filtered(measured::contains));
            }
        }
        return total;
    }
}
