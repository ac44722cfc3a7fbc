package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import dev.caravel.apiserver.registry.ObjectReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which Service has which cluster IPs and node ports. The state is what the stored Services say: it is learned from them
 * at start and kept up with the writes of other API servers by {@link #observer}. Thread-safe.
 */
final class ServicePools {
    /** Enough for every deletion that a watch can be behind. */
    private static final int REMEMBERED_DELETIONS = 10_000;

    private final Map<String, ClaimPool<String>> addresses = new LinkedHashMap<>();
    private final ClaimPool<Integer> ports;
    private final Set<String> deleted = new LinkedHashSet<>();

    /** @param ranges one, or one of each family; the first is the default one */
    ServicePools(List<AddressRange> ranges, PortRange portRange, RandomGenerator random) {
        ranges.forEach(range -> addresses.put(range.family(), new ClaimPool<>(range, random)));
        this.ports = new ClaimPool<>(portRange, random);
    }

    List<String> families() {
        return List.copyOf(addresses.keySet());
    }

    /** Takes what the service needs, and writes it into the service. */
    Allocation allocate(ServiceView service, Optional<ServiceView> old, boolean dryRun) {
        Map<String, Reservation<String>> byFamily = new LinkedHashMap<>();
        addresses.forEach((family, pool) -> byFamily.put(family, new Reservation<>(pool, service.owner(), dryRun)));
        Reservation<Integer> nodePorts = new Reservation<>(ports, service.owner(), dryRun);
        List<Allocation> all = new ArrayList<>(byFamily.values());
        all.add(nodePorts);
        Allocation together = new Together(all);
        try {
            new ClusterIpAllocation(byFamily).allocate(service, old);
            new NodePortAllocation(nodePorts).allocate(service, old);
            return together;
        } catch (RuntimeException e) {
            together.rollback();
            throw e;
        }
    }

    private record Together(List<Allocation> parts) implements Allocation {
        @Override
        public void commit() {
            parts.forEach(Allocation::commit);
        }

        @Override
        public void rollback() {
            parts.forEach(Allocation::rollback);
        }
    }

    void release(ServiceView service) {
        remember(service.owner());
        releaseAll(service.owner());
    }

    private void releaseAll(String owner) {
        addresses.values().forEach(pool -> pool.releaseAll(owner));
        ports.releaseAll(owner);
    }

    /** A watch may still tell of the Service as it was. */
    private synchronized void remember(String owner) {
        deleted.add(owner);
        if (deleted.size() > REMEMBERED_DELETIONS) {
            deleted.remove(deleted.iterator().next());
        }
    }

    private synchronized boolean isDeleted(String owner) {
        return deleted.contains(owner);
    }

    /** @param synced is run when the present Services have been told */
    ObjectReader.Observer observer(Runnable synced) {
        return new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                observe(new ServiceView(object));
            }

            @Override
            public void deleted(ObjectNode object) {
                releaseAll(new ServiceView(object).owner());
            }

            @Override
            public void synced() {
                synced.run();
            }
        };
    }

    private void observe(ServiceView service) {
        if (isDeleted(service.owner())) {
            return;
        }
        addresses.forEach((family, pool) -> {
            Set<String> held = new HashSet<>();
            service.clusterIps().stream()
                    .filter(address -> IpText.parse(address).isPresent()
                            && IpText.familyOf(address).equals(family))
                    .map(IpText::canonical)
                    .forEach(held::add);
            pool.observe(held, service.owner());
        });
        Set<Integer> held = new HashSet<>(service.nodePorts());
        if (service.healthCheckPort() != 0) {
            held.add(service.healthCheckPort());
        }
        ports.observe(held, service.owner());
    }
}
