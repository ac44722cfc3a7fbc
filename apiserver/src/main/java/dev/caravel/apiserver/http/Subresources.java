package dev.caravel.apiserver.http;

import dev.caravel.apiserver.registry.ComputedResource;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is served by code of its own: virtual and computed resources, and connections. Immutable. */
public final class Subresources {
    private record Key(GroupResource resource, String subresource) {}

    private final Map<Key, VirtualResource> virtual = new HashMap<>();
    private final Map<Key, ConnectHandler> connections = new HashMap<>();

    private final Map<GroupResource, ComputedResource> computed = new HashMap<>();

    public Subresources(
            Collection<VirtualResource> virtualResources,
            Collection<ComputedResource> computedResources,
            Collection<ConnectHandler> connectHandlers) {
        computedResources.forEach(it -> computed.put(it.resource(), it));
        virtualResources.forEach(it -> virtual.put(new Key(it.resource(), it.subresource()), it));
        connectHandlers.forEach(handler ->
                handler.subresources().forEach(name -> connections.put(new Key(handler.resource(), name), handler)));
    }

    Optional<VirtualResource> virtual(GroupResource resource, String subresource) {
        return Optional.ofNullable(virtual.get(new Key(resource, subresource)));
    }

    Optional<ComputedResource> computed(GroupResource resource) {
        return Optional.ofNullable(computed.get(resource));
    }

    Optional<ConnectHandler> connection(GroupResource resource, String subresource) {
        return Optional.ofNullable(connections.get(new Key(resource, subresource)));
    }
}
