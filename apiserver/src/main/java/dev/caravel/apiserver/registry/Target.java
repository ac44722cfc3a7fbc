package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;

/**
 * What a request is about.
 *
 * @param namespace empty for cluster-scoped resources, and for all namespaces
 * @param name empty for the collection
 * @param subresource empty for the resource itself
 */
public record Target(Resource resource, String namespace, String name, String subresource) {
    public Target {
        requireNonNull(resource, "resource is null");
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(subresource, "subresource is null");
    }

    public static Target of(Resource resource, String namespace, String name) {
        return new Target(resource, namespace, name, "");
    }

    public Target named(String newName) {
        return new Target(resource, namespace, newName, subresource);
    }

    Target through(String otherSubresource) {
        return new Target(resource, namespace, name, otherSubresource);
    }

    public GroupResource groupResource() {
        return resource.id().groupResource();
    }

    public String kind() {
        return resource.definition().kind();
    }
}
