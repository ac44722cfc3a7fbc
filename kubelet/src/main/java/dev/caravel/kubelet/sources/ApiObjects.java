package dev.caravel.kubelet.sources;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.ObjectReader;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.Optional;

/** Reads objects from the API server; services from a cache, since every container is told of them. */
public final class ApiObjects implements ObjectReader {
    private static final String API_NAMESPACE = "default";
    private static final String API_SERVICE = "kubernetes";

    private final KubernetesClient client;
    private final SharedIndexInformer<Service> services;

    public ApiObjects(KubernetesClient client, SharedIndexInformer<Service> services) {
        this.client = requireNonNull(client, "client is null");
        this.services = requireNonNull(services, "services is null");
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(
                client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Collection<Service> services(String namespace) {
        return services.getStore().list().stream()
                .filter(service -> told(service, namespace))
                .toList();
    }

    private static boolean told(Service service, String namespace) {
        String of = service.getMetadata().getNamespace();
        return of.equals(namespace)
                || (of.equals(API_NAMESPACE) && service.getMetadata().getName().equals(API_SERVICE));
    }
}
