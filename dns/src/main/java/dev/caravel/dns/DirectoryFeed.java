package dev.caravel.dns;

import dev.caravel.dns.zone.ServiceDirectory;
import dev.caravel.dns.zone.ServiceName;
import dev.caravel.dns.zone.ServiceRecordsReader;
import dev.caravel.machinery.client.Informers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keeps the directory at what the API says, one service at a time. */
final class DirectoryFeed implements AutoCloseable {
    private static final String BY_SERVICE = "service";
    private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

    private final ServiceDirectory directory;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private volatile boolean complete;

    DirectoryFeed(KubernetesClient client, ServiceDirectory directory) {
        this.directory = directory;
        services = client.services().inAnyNamespace().runnableInformer(0);
        slices = client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0);
        slices.addIndexers(Map.of(BY_SERVICE, slice -> List.of(key(serviceOf(slice)))));
        services.addEventHandler(new Refresh<>(DirectoryFeed::nameOf));
        slices.addEventHandler(new Refresh<>(DirectoryFeed::serviceOf));
    }

    void start() {
        Informers.start(services, this::complete);
        Informers.start(slices, this::complete);
    }

    /** The handlers may lag behind the stores: once both stores are full, each service is read from them. */
    private void complete() {
        if (services.hasSynced() && slices.hasSynced()) {
            services.getStore().list().forEach(service -> refresh(nameOf(service)));
            complete = true;
        }
    }

    /** Whether the directory has every service that there was at the start. */
    boolean synced() {
        return complete;
    }

    /** Events of both informers come on their own threads: one service is read by one of them at a time. */
    private synchronized void refresh(ServiceName name) {
        Service service = services.getStore().getByKey(key(name));
        if (service == null) {
            directory.remove(name);
        } else {
            directory.put(ServiceRecordsReader.read(service, slices.getIndexer().byIndex(BY_SERVICE, key(name))));
        }
    }

    private static ServiceName nameOf(Service service) {
        return new ServiceName(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    private static ServiceName serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String name = labels == null ? "" : labels.getOrDefault(SERVICE_NAME_LABEL, "");
        return new ServiceName(slice.getMetadata().getNamespace(), name);
    }

    private static String key(ServiceName name) {
        return name.namespace() + "/" + name.name();
    }

    @Override
    public void close() {
        services.close();
        slices.close();
    }

    private final class Refresh<T extends HasMetadata> implements ResourceEventHandler<T> {
        private final Function<T, ServiceName> service;

        Refresh(Function<T, ServiceName> service) {
            this.service = service;
        }

        @Override
        public void onAdd(T object) {
            refresh(service.apply(object));
        }

        @Override
        public void onUpdate(T old, T object) {
            refresh(service.apply(object));
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            refresh(service.apply(object));
        }
    }
}
