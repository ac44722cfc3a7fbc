package dev.caravel.apiserver.kinds.services;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives a Service the cluster IPs of its families. */
final class ClusterIpAllocation {
    private final Map<String, Reservation<String>> byFamily;

    /** @param byFamily what the write takes, by IPv4 and IPv6 */
    ClusterIpAllocation(Map<String, Reservation<String>> byFamily) {
        this.byFamily = byFamily;
    }

    void allocate(ServiceView service, Optional<ServiceView> old) {
        boolean fresh = old.map(ServiceView::isExternalName).orElse(true);
        if (fresh) {
            if (service.needsClusterIp() && !service.isHeadless()) {
                fill(service, 0);
            }
            return;
        }
        ServiceView before = old.orElseThrow();
        if (before.isHeadless()) {
            return;
        }
        if (service.isExternalName()) {
            before.clusterIps().forEach(this::releaseLater);
        } else if (service.families().size() > before.families().size()) {
            fill(service, 1);
        } else if (service.families().size() < before.families().size()) {
            releaseLater(before.clusterIps().getLast());
        }
    }

    /** From the given index on, each family gets the address that the user named, or any. */
    private void fill(ServiceView service, int from) {
        List<String> wanted = service.clusterIps();
        List<String> addresses = new ArrayList<>(wanted.subList(0, Math.min(from, wanted.size())));
        List<String> families = service.families();
        for (int i = from; i < families.size(); i++) {
            Reservation<String> pool = byFamily.get(families.get(i));
            addresses.add(i < wanted.size() ? take(service, pool, wanted.get(i)) : takeAny(service, pool));
        }
        service.setClusterIps(addresses);
    }

    private static String take(ServiceView service, Reservation<String> pool, String address) {
        String canonical = IpText.canonical(address);
        if (!pool.inRange(canonical)) {
            throw refused(service, address, "the provided network does not match the current range");
        }
        if (!pool.take(canonical)) {
            throw refused(service, address, "provided IP is already allocated");
        }
        return address;
    }

    private static ApiException refused(ServiceView service, String address, String why) {
        return Statuses.invalid(
                "",
                "Service",
                service.name(),
                List.of(FieldError.invalid(
                        "spec.clusterIPs",
                        ServiceRules.json(service.clusterIps()),
                        "failed to allocate IP %s: %s".formatted(address, why))));
    }

    private static String takeAny(ServiceView service, Reservation<String> pool) {
        return pool.takeAny()
                .orElseThrow(() -> Statuses.internal(
                        "failed to allocate a serviceIP for Service \"%s\": range is full".formatted(service.name())));
    }

    private void releaseLater(String address) {
        Reservation<String> pool = byFamily.get(IpText.familyOf(address));
        if (pool != null) {
            pool.releaseLater(IpText.canonical(address));
        }
    }
}
