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
import java.util.stream.Collectors;

/** Deletes all that is in a namespace and says what is left. */
final class NamespaceContents {
    private static final String PODS = "pods";
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

    /** Deletes pods first, and the rest when they are gone: a pod may need the rest to end well (KEP-5080). */
    Leftover delete(String namespace) {
        ApiDiscovery.Found found = discovery.preferredResources();
        Map<Boolean, List<ResourceType>> byStage = found.resources().stream()
                .filter(type -> type.namespaced() && type.can("delete"))
                .collect(Collectors.partitioningBy(type -> type.groupResource().equals(PODS)));
        Tally tally = new Tally(found.failures());
        byStage.get(true).forEach(type -> deleteAll(type, namespace, tally));
        if (!tally.remaining.containsKey(PODS)) {
            byStage.get(false).forEach(type -> deleteAll(type, namespace, tally));
        }
        return tally.leftover();
    }

    private void deleteAll(ResourceType type, String namespace, Tally tally) {
        try {
            tally.add(type.groupResource(), deleteAll(type, namespace));
        } catch (KubernetesClientException e) {
            if (!isUnsupported(e)) {
                tally.deletionFailures.put(type.groupResource(), ApiFailures.messageOf(e));
            }
        }
    }

    /** A {@link Leftover} in the making. */
    private static final class Tally {
        private final Map<String, String> discoveryFailures;
        private final Map<String, String> deletionFailures = new TreeMap<>();
        private final Map<String, Integer> remaining = new TreeMap<>();
        private final Map<String, Integer> finalizers = new TreeMap<>();
        private long graceSeconds;

        private Tally(Map<String, String> discoveryFailures) {
            this.discoveryFailures = discoveryFailures;
        }

        private void add(String groupResource, List<GenericKubernetesResource> left) {
            if (!left.isEmpty()) {
                remaining.put(groupResource, left.size());
            }
            for (GenericKubernetesResource object : left) {
                object.getMetadata().getFinalizers().forEach(name -> finalizers.merge(name, 1, Integer::sum));
                Long seconds = object.getMetadata().getDeletionGracePeriodSeconds();
                graceSeconds = Math.max(graceSeconds, seconds == null ? 0 : seconds);
            }
        }

        private Leftover leftover() {
            return new Leftover(discoveryFailures, deletionFailures, remaining, finalizers, graceSeconds);
        }
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
