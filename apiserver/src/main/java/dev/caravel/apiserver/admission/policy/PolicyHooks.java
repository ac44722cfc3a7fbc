package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.Readiness;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The policies that have bindings, kept up to date by watches. Thread-safe.
 *
 * @param <P> what is made of a policy
 */
final class PolicyHooks<P> implements AutoCloseable {
    /** @param bindings ordered by name */
    record Hook<P>(P policy, List<PolicyBinding> bindings) {}

    private final Function<ObjectNode, P> reading;
    private final Map<String, P> policies = new TreeMap<>();
    private final Map<String, PolicyBinding> bindings = new TreeMap<>();
    private final Readiness readiness = new Readiness();
    private final List<AutoCloseable> watches;
    private volatile List<Hook<P>> hooks = List.of();

    PolicyHooks(
            ObjectReader reader,
            GroupResource policyResource,
            GroupResource bindingResource,
            Function<ObjectNode, P> reading) {
        this.reading = reading;
        this.watches = List.of(
                reader.watch(policyResource, new PolicyObserver()),
                reader.watch(bindingResource, new BindingObserver()));
    }

    /** Ordered by the policies' names. */
    List<Hook<P>> present() {
        return hooks;
    }

    Readiness readiness() {
        return readiness;
    }

    private void pair() {
        Map<String, List<PolicyBinding>> byPolicy = new HashMap<>();
        bindings.values().forEach(binding -> byPolicy.computeIfAbsent(binding.policy(), _ -> new ArrayList<>())
                .add(binding));
        List<Hook<P>> paired = new ArrayList<>();
        policies.forEach((name, policy) -> {
            if (byPolicy.containsKey(name)) {
                paired.add(new Hook<>(policy, List.copyOf(byPolicy.get(name))));
            }
        });
        hooks = List.copyOf(paired);
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    private final class PolicyObserver implements Observer {
        private final Readiness.Source read = readiness.expectSource();

        @Override
        public void synced() {
            read.isRead();
        }

        @Override
        public void partlySynced() {
            read.isUnreadable();
        }

        @Override
        public void set(ObjectNode policy) {
            synchronized (PolicyHooks.this) {
                policies.put(name(policy), reading.apply(policy));
                pair();
            }
        }

        @Override
        public void deleted(ObjectNode policy) {
            synchronized (PolicyHooks.this) {
                policies.remove(name(policy));
                pair();
            }
        }
    }

    private final class BindingObserver implements Observer {
        private final Readiness.Source read = readiness.expectSource();

        @Override
        public void synced() {
            read.isRead();
        }

        @Override
        public void partlySynced() {
            read.isUnreadable();
        }

        @Override
        public void set(ObjectNode binding) {
            synchronized (PolicyHooks.this) {
                bindings.put(name(binding), PolicyBinding.of(binding));
                pair();
            }
        }

        @Override
        public void deleted(ObjectNode binding) {
            synchronized (PolicyHooks.this) {
                bindings.remove(name(binding));
                pair();
            }
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable watch : watches) {
            watch.close();
        }
    }
}
