package dev.caravel.dns.zone;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The services known now. Written by one thread, read by any. */
public final class ServiceDirectory {
    /** @param label of the endpoint; empty for the service itself */
    record Owner(ServiceName service, String label) {}

    private final Map<ServiceName, ServiceRecords> services = new ConcurrentHashMap<>();
    private final Map<String, Integer> namespaces = new ConcurrentHashMap<>();
    private final Map<InetAddress, Owner> owners = new ConcurrentHashMap<>();

    public void put(ServiceRecords records) {
        ServiceRecords previous = services.put(records.name(), records);
        if (previous == null) {
            namespaces.merge(records.name().namespace(), 1, Integer::sum);
        } else {
            disown(previous);
        }
        records.clusterIps().forEach(ip -> owners.put(ip, new Owner(records.name(), "")));
        records.endpoints()
                .forEach(endpoint ->
                        owners.putIfAbsent(endpoint.address(), new Owner(records.name(), endpoint.label())));
    }

    public void remove(ServiceName name) {
        ServiceRecords previous = services.remove(name);
        if (previous != null) {
            namespaces.computeIfPresent(name.namespace(), (_, count) -> count == 1 ? null : count - 1);
            disown(previous);
        }
    }

    private void disown(ServiceRecords records) {
        records.clusterIps().forEach(ip -> owners.remove(ip, new Owner(records.name(), "")));
        records.endpoints()
                .forEach(endpoint -> owners.remove(endpoint.address(), new Owner(records.name(), endpoint.label())));
    }

    Optional<ServiceRecords> find(ServiceName name) {
        return Optional.ofNullable(services.get(name));
    }

    /** Whether any service is in the namespace: then the namespace has a node in the DNS tree. */
    boolean hasNamespace(String namespace) {
        return namespaces.containsKey(namespace);
    }

    Optional<Owner> owner(InetAddress address) {
        return Optional.ofNullable(owners.get(address));
    }
}
