package dev.caravel.apiserver.http;

import dev.caravel.apiserver.resource.GroupVersionResource;
import java.util.Optional;

/**
 * What a request asks for, read from its method and path alone; what authorization, audit and routing go by.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection; for non-resource paths the method
 *     in lower case
 * @param path the URL path
 * @param resource absent for non-resource paths such as {@code /healthz}
 * @param namespace empty when there is none
 * @param name empty when there is none
 * @param subresource empty when there is none
 * @param subpath what follows {@code proxy/} in {@code …/proxy/a/b}; empty when there is none
 */
public record RequestInfo(
        String verb,
        String path,
        Optional<GroupVersionResource> resource,
        String namespace,
        String name,
        String subresource,
        String subpath) {

    public boolean isResourceRequest() {
        return resource.isPresent();
    }
}
