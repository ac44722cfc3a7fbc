package dev.caravel.controllers.endpointslice;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.endpoints.ServiceKeys;
import dev.caravel.controllers.endpoints.ServicePods;
import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.pods.PodsByNode;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps the EndpointSlices of each service that selects pods. */
public final class EndpointSliceController implements Reconciler<ObjectKey> {
    private static final String BY_SERVICE = "endpointslice-service";

    private final KubernetesClient client;
    private final ObjectCache<Service> services;
    private final ObjectCache<Pod> pods;
    private final ObjectCache<Node> nodes;
    private final ObjectCache<EndpointSlice> slices;
    private final OwnWrites<EndpointSlice> writes;
    private final EventRecorder events;
    private final int maxPerSlice;

    private EndpointSliceController(KubernetesClient client, ControllerContext context, EventRecorder events) {
        this.client = requireNonNull(client, "client is null");
        this.events = requireNonNull(events, "events is null");
        services = context.caches().of(Service.class);
        pods = context.caches().of(Pod.class);
        nodes = context.caches().of(Node.class);
        slices = context.caches().of(EndpointSlice.class);
        writes = new OwnWrites<>(slices);
        maxPerSlice = context.options().maxEndpointsPerSlice;
    }

    public static ControlLoop create(ControllerContext context) {
        KubernetesClient client = context.clientFor("endpointslice-controller");
        EndpointSliceController reconciler =
                new EndpointSliceController(client, context, context.events(client, "endpoint-slice-controller"));
        WorkQueue<ObjectKey> queue = context.queue("endpoint_slice");
        reconciler.listen(queue);
        return context.loop("endpoint_slice", queue, reconciler, context.options().concurrentServiceEndpointSyncs);
    }

    private void listen(WorkQueue<ObjectKey> queue) {
        PodsByNode byNode = new PodsByNode(pods);
        slices.index(
                BY_SERVICE,
                slice -> SliceMetadata.serviceName(slice) == null
                        ? List.of()
                        : List.of(slice.getMetadata().getNamespace() + "/" + SliceMetadata.serviceName(slice)));
        services.onEvery(service -> queue.add(ObjectKey.of(service)));
        pods.onChange(new ServiceKeys(services, queue::add));
        slices.onEvery(slice -> {
            if (SliceMetadata.isManaged(slice) && SliceMetadata.serviceName(slice) != null) {
                queue.add(new ObjectKey(slice.getMetadata().getNamespace(), SliceMetadata.serviceName(slice)));
            }
        });
        nodes.onChange(new ZoneChanges(
                node -> byNode.on(node).forEach(pod -> new ServiceKeys(services, queue::add).added(pod))));
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Optional<Service> service = services.get(key);
        if (service.isEmpty()) {
            writes.forget(key);
            return Result.done();
        }
        // Their owner reference lets the garbage collector remove the slices of a service that is gone.
        if (!writes.visible(key)
                || !ServicePods.hasEndpoints(service.get())
                || service.get().getMetadata().getDeletionTimestamp() != null) {
            return Result.done();
        }
        List<EndpointSlice> own = slices.indexed(BY_SERVICE, key.toString()).stream()
                .filter(SliceMetadata::isManaged)
                .filter(slice -> slice.getMetadata().getDeletionTimestamp() == null)
                .toList();
        List<String> families = families(service.get());
        own.stream().filter(slice -> !families.contains(slice.getAddressType())).forEach(slice -> delete(key, slice));
        for (String family : families) {
            act(service.get(), plan(service.get(), family, own));
        }
        return Result.done();
    }

    private static List<String> families(Service service) {
        List<String> families = service.getSpec().getIpFamilies();
        return families.isEmpty() ? List.of("IPv4") : families;
    }

    private SlicePlan plan(Service service, String family, List<EndpointSlice> own) {
        List<Pod> selected = pods.inNamespace(service.getMetadata().getNamespace()).stream()
                .filter(pod -> ServicePods.selects(service, pod))
                .toList();
        var deleted = writes.deleted(ObjectKey.of(service), own);
        return SlicePlan.of(
                service,
                family,
                EndpointGroups.of(service, family, selected, name -> nodes.get(new ObjectKey("", name))),
                own.stream()
                        .filter(slice -> Objects.equals(slice.getAddressType(), family))
                        .filter(slice -> !deleted.contains(slice.getMetadata().getUid()))
                        .toList(),
                maxPerSlice);
    }

    private void act(Service service, SlicePlan plan) {
        ObjectKey key = ObjectKey.of(service);
        try {
            plan.create()
                    .forEach(slice -> writes.wrote(key, client.resource(slice).create()));
            plan.update()
                    .forEach(slice -> writes.wrote(key, client.resource(slice).update()));
            plan.delete().forEach(slice -> delete(key, slice));
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNamespaceTerminating(e)) {
                return;
            }
            if (!ApiFailures.isConflict(e)) {
                events.warning(
                        service,
                        "FailedToUpdateEndpointSlices",
                        "Error updating Endpoint Slices for Service %s: %s".formatted(key, ApiFailures.messageOf(e)));
            }
            throw e;
        }
    }

    private void delete(ObjectKey service, EndpointSlice slice) {
        client.resource(slice).delete();
        writes.deleted(service, slice);
    }
}
