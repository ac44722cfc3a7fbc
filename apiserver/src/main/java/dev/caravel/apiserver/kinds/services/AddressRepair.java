package dev.caravel.apiserver.kinds.services;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Brings IPAddress objects and Services together again after a crash between the two writes, or an upgrade from a server
 * that wrote no such objects: every Service's cluster IP has its object, and an object whose Service does not use it goes.
 */
public final class AddressRepair {
    private static final Logger log = Logger.getLogger(AddressRepair.class);

    /** Another server may have written a new object, and not yet its Service; upstream's. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final ObjectReader reader;
    private final IpAddresses addresses;
    private final Clock clock;

    public AddressRepair(ObjectReader reader, ObjectWriter writer, Clock clock) {
        this.reader = requireNonNull(reader, "reader is null");
        this.addresses = new IpAddresses(reader, writer);
        this.clock = requireNonNull(clock, "clock is null");
    }

    public void run() {
        Map<String, ObjectNode> present = new HashMap<>();
        reader.list(IpAddresses.ADDRESSES, "")
                .forEach(address -> present.put(address.at("/metadata/name").asText(), address));
        Map<String, Set<String>> used = new HashMap<>();
        for (ObjectNode object : reader.list(ServiceBehavior.SERVICES, "")) {
            ServiceView service = new ServiceView(object);
            Set<String> held = ServicePools.addressesOf(service);
            used.put(service.key(), held);
            held.forEach(address -> ensure(address, service, present.get(address)));
        }
        present.values().stream()
                .filter(this::isOurs)
                .filter(address -> !isUsed(address, used))
                .forEach(address -> {
                    log.infof(
                            "removing IPAddress %s, which no Service uses",
                            address.at("/metadata/name").asText());
                    addresses.delete(address);
                });
    }

    private void ensure(String address, ServiceView service, ObjectNode present) {
        boolean fits = present == null
                ? addresses.enter(address, service)
                : IpAddresses.parent(present).equals(Optional.of(service.key()));
        if (!fits) {
            log.errorf("the cluster IP %s of Service %s is another's by its IPAddress", address, service.key());
        }
    }

    private boolean isOurs(ObjectNode address) {
        String created = address.at("/metadata/creationTimestamp").asText();
        return address.at("/metadata/labels")
                        .path(IpAddresses.MANAGED_BY)
                        .asText()
                        .equals(IpAddresses.ALLOCATOR)
                && !created.isEmpty()
                && Instant.parse(created).isBefore(clock.instant().minus(GRACE));
    }

    private static boolean isUsed(ObjectNode address, Map<String, Set<String>> used) {
        return IpAddresses.parent(address)
                .map(owner -> used.getOrDefault(owner, Set.of())
                        .contains(address.at("/metadata/name").asText()))
                .orElse(true);
    }
}
