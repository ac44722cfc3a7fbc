package dev.caravel.controllers.namespace;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.discovery.ApiDiscovery;
import dev.caravel.controllers.discovery.ResourceType;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deletes all that is in a namespace and says what is left. */
final class NamespaceContents {
    private static final DeleteOptions BACKGROUND =
            new DeleteOptionsBuilder().withPropagationPolicy("Background").build();

    /**
     * What is left after a try.
     *
     * @param remaining number of objects by resource
     * @param finalizers number of objects by finalizer
     * @param graceSeconds the longest grace period of those that are being deleted
     */
    record Leftover(
            Map<String, String> discoveryFailures,
            Map<String, String> deletionFailures,
            Map<String, Integer> remaining,
            Map<String, Integer> finalizers,
            long graceSeconds) {
        boolean isEmpty() {
            return discoveryFailures.isEmpty() && deletionFailures.isEmpty() && remaining.isEmpty();
        }
    }

    private final ApiDiscovery discovery;
    private final ApiRequests requests;

    NamespaceContents(ApiDiscovery discovery, ApiRequests requests) {
        this.discovery = requireNonNull(discovery, "discovery is null");
        this.requests = requireNonNull(requests, "requests is null");
    }

    Leftover delete(String namespace) {
        ApiDiscovery.Found found = discovery.preferredResources();
        Map<String, String> failures = new TreeMap<>();
        Map<String, Integer> remaining = new TreeMap<>();
        Map<String, Integer> finalizers = new TreeMap<>();
        long grace = 0;
        for (ResourceType type : found.resources()) {
            if (!type.namespaced() || !type.can("delete")) {
                continue;
            }
            try {
                List<GenericKubernetesResource> left = deleteAll(type, namespace);
                if (!left.isEmpty()) {
                    remaining.put(type.groupResource(), left.size());
                }
                for (GenericKubernetesResource object : left) {
                    object.getMetadata().getFinalizers().forEach(name -> finalizers.merge(name, 1, Integer::sum));
                    Long seconds = object.getMetadata().getDeletionGracePeriodSeconds();
                    grace = Math.max(grace, seconds == null ? 0 : seconds);
                }
            } catch (KubernetesClientException e) {
                if (!isUnsupported(e)) {
                    failures.put(type.groupResource(), ApiFailures.messageOf(e));
                }
            }
        }
        return new Leftover(found.failures(), failures, remaining, finalizers, grace);
    }

    private List<GenericKubernetesResource> deleteAll(ResourceType type, String namespace) {
        String collection = type.path(namespace, null);
        if (type.can("deletecollection")) {
            requests.delete(collection, BACKGROUND);
            return type.can("list") ? requests.listMetadata(collection) : List.of();
        }
        if (!type.can("list")) {
            return List.of();
        }
        for (GenericKubernetesResource object : requests.listMetadata(collection)) {
            deleteOne(type.path(namespace, object.getMetadata().getName()));
        }
        return requests.listMetadata(collection);
    }

    private void deleteOne(String path) {
        try {
            requests.delete(path, BACKGROUND);
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
        }
    }

    /** Discovery may promise what a server does not do. */
    private static boolean isUnsupported(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_BAD_METHOD;
    }
}
