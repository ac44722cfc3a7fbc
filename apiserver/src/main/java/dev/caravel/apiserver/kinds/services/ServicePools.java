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
import java.util.stream.Collectors;

/**
 * Which Service has which cluster IPs and node ports. The state is what the stored Services say: it is learned from them
 * at start and kept up with the writes of other API servers by {@link #observer}. Thread-safe.
 */
final class ServicePools {
    /** Enough for every deletion that a watch can be behind. */
    private static final int REMEMBERED_DELETIONS = 10_000;

    private final List<ServiceRanges> ranges;
    private final Map<String, ClaimPool<String>> addresses = new LinkedHashMap<>();
    private final ClaimPool<Integer> ports;
    private final Set<String> deleted = new LinkedHashSet<>();
    private volatile Ledger<String> ledger = Ledger.none();

    /** @param own one, or one of each family; the first is the default one */
    ServicePools(List<AddressRange> own, PortRange portRange, RandomGenerator random) {
        this.ranges = own.stream().map(ServiceRanges::new).toList();
        ranges.forEach(range -> addresses.put(range.family(), new ClaimPool<>(range, random)));
        this.ports = new ClaimPool<>(portRange, random);
    }

    List<String> families() {
        return List.copyOf(addresses.keySet());
    }

    /** From now on cluster IPs are written down there, too. */
    void writeDownIn(Ledger<String> addressLedger) {
        ledger = addressLedger;
    }

    /** Takes up the ranges that ServiceCIDRs add. */
    ObjectReader.Observer rangesObserver(Runnable synced) {
        return ServiceRanges.observer(ranges, synced);
    }

    /** Takes what the service needs, and writes it into the service. */
    Allocation allocate(ServiceView service, Optional<ServiceView> old, boolean dryRun) {
        Map<String, Reservation<String>> byFamily = new LinkedHashMap<>();
        addresses.forEach((family, pool) -> byFamily.put(family, new Reservation<>(pool, ledger, service, dryRun)));
        Reservation<Integer> nodePorts = new Reservation<>(ports, Ledger.none(), service, dryRun);
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
        addressesOf(service).forEach(address -> ledger.strike(address, service));
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
        Set<String> all = addressesOf(service);
        addresses.forEach((family, pool) -> pool.observe(
                all.stream()
                        .filter(address -> IpText.familyOf(address).equals(family))
                        .collect(Collectors.toSet()),
                service.owner()));
        Set<Integer> held = new HashSet<>(service.nodePorts());
        if (service.healthCheckPort() != 0) {
            held.add(service.healthCheckPort());
        }
        ports.observe(held, service.owner());
    }

    /** The cluster IPs in their canonical form; none of a headless Service. */
    static Set<String> addressesOf(ServiceView service) {
        return service.clusterIps().stream()
                .filter(address -> IpText.parse(address).isPresent())
                .map(IpText::canonical)
                .collect(Collectors.toSet());
    }
}
