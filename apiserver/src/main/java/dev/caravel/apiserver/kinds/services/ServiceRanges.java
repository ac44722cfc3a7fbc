package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of one family that Services can have: those of the server's own flag, and of every ServiceCIDR that is ready
 * and not being deleted (KEP-1880). Thread-safe.
 */
final class ServiceRanges implements AllocationRange<String> {
    private final AddressRange own;
    private final Map<String, List<AddressRange>> byName = new ConcurrentSkipListMap<>();

    ServiceRanges(AddressRange own) {
        this.own = own;
    }

    String family() {
        return own.family();
    }

    /** Takes up what a ServiceCIDR says now. */
    void set(ObjectNode serviceCidr) {
        String name = serviceCidr.at("/metadata/name").asText();
        if (isReady(serviceCidr)) {
            byName.put(name, ranges(serviceCidr));
        } else {
            byName.remove(name);
        }
    }

    void remove(ObjectNode serviceCidr) {
        byName.remove(serviceCidr.at("/metadata/name").asText());
    }

    private static boolean isReady(JsonNode serviceCidr) {
        if (serviceCidr.path("metadata").has("deletionTimestamp")) {
            return false;
        }
        for (JsonNode condition : serviceCidr.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private List<AddressRange> ranges(JsonNode serviceCidr) {
        return serviceCidr
                .at("/spec/cidrs")
                .valueStream()
                .map(cidr -> AddressRange.parse(cidr.asText()))
                .filter(range ->
                        range.family().equals(family()) && !range.toString().equals(own.toString()))
                .toList();
    }

    private Stream<AddressRange> all() {
        return Stream.concat(Stream.of(own), byName.values().stream().flatMap(List::stream));
    }

    @Override
    public boolean contains(String address) {
        return all().anyMatch(range -> range.contains(address));
    }

    /** The server's own range first, and the others when it is full. */
    @Override
    public Stream<String> candidates(RandomGenerator random) {
        return all().flatMap(range -> range.candidates(random)).distinct();
    }

    /** {@code observer} of ServiceCIDRs for several families at once. */
    static ObjectReader.Observer observer(List<ServiceRanges> families, Runnable synced) {
        return new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                families.forEach(family -> family.set(object));
            }

            @Override
            public void deleted(ObjectNode object) {
                families.forEach(family -> family.remove(object));
            }

            @Override
            public void synced() {
                synced.run();
            }
        };
    }

    @Override
    public String toString() {
        return all().map(AddressRange::toString).collect(Collectors.joining(", "));
    }
}
