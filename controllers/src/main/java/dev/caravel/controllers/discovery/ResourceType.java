package dev.caravel.controllers.discovery;

import dev.caravel.machinery.client.ApiRequests;
import java.util.Set;

/** A resource that the API server serves. */
public record ResourceType(String apiVersion, String plural, String kind, boolean namespaced, Set<String> verbs) {
    public ResourceType {
        verbs = Set.copyOf(verbs);
    }

    /** Empty for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    public String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    public boolean can(String... wanted) {
        return verbs.containsAll(Set.of(wanted));
    }

    /** The path of an object, or with a null name of the collection. */
    public String path(String namespace, String name) {
        return ApiRequests.path(apiVersion, namespaced ? namespace : "", plural, name);
    }

    /** {@code pods}, {@code deployments.apps}: the form of messages. */
    public String groupResource() {
        return group().isEmpty() ? plural : plural + "." + group();
    }
}
