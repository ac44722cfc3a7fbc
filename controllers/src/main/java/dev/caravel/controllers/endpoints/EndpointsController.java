package dev.caravel.controllers.endpoints;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the Endpoints object of each service that selects pods. */
public final class EndpointsController implements Reconciler<ObjectKey> {
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    private final KubernetesClient client;
    private final ObjectCache<Service> services;
    private final ObjectCache<Pod> pods;
    private final ObjectCache<Endpoints> endpoints;
    private final EventRecorder events;

    private EndpointsController(
            KubernetesClient client,
            ObjectCache<Service> services,
            ObjectCache<Pod> pods,
            ObjectCache<Endpoints> endpoints,
            EventRecorder events) {
        this.client = requireNonNull(client, "client is null");
        this.services = requireNonNull(services, "services is null");
        this.pods = requireNonNull(pods, "pods is null");
        this.endpoints = requireNonNull(endpoints, "endpoints is null");
        this.events = requireNonNull(events, "events is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Service> services = context.caches().of(Service.class);
        ObjectCache<Pod> pods = context.caches().of(Pod.class);
        ObjectCache<Endpoints> endpoints = context.caches().of(Endpoints.class);
        WorkQueue<ObjectKey> queue = context.queue("endpoint");
        services.onEvery(service -> queue.add(ObjectKey.of(service)));
        pods.onChange(new ServiceKeys(services, queue::add));
        endpoints.onEvery(object -> queue.add(ObjectKey.of(object)));
        KubernetesClient client = context.clientFor("endpoint-controller");
        EndpointsController reconciler = new EndpointsController(
                client, services, pods, endpoints, context.events(client, "endpoint-controller"));
        return context.loop("endpoint", queue, reconciler, context.options().concurrentEndpointSyncs);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Optional<Service> service = services.get(key);
        Optional<Endpoints> present = endpoints.get(key);
        if (service.isEmpty()) {
            present.filter(EndpointsController::isManaged)
                    .ifPresent(gone -> client.resource(gone).delete());
        } else if (ServicePods.hasEndpoints(service.get())) {
            Endpoints wanted = wanted(service.get(), present);
            if (present.isEmpty()) {
                create(wanted);
            } else if (!isSame(wanted, present.get())) {
                update(wanted);
            }
        }
        return Result.done();
    }

    /** What people wrote for a service without a selector outlives that service, as it does upstream. */
    private static boolean isManaged(Endpoints endpoints) {
        return "endpoint-controller".equals(LabelMatch.labels(endpoints).get(MANAGED_BY));
    }

    private static boolean isSame(Endpoints wanted, Endpoints present) {
        return wanted.getSubsets().equals(present.getSubsets())
                && LabelMatch.labels(wanted).equals(LabelMatch.labels(present));
    }

    private Endpoints wanted(Service service, Optional<Endpoints> present) {
        List<Pod> selected = pods.inNamespace(service.getMetadata().getNamespace()).stream()
                .filter(pod -> ServicePods.selects(service, pod))
                .toList();
        List<EndpointSubset> subsets = Subsets.of(service, selected);
        boolean tooMany = Subsets.size(subsets) > Subsets.MAX_ADDRESSES;
        EndpointsBuilder builder = present.map(EndpointsBuilder::new).orElseGet(EndpointsBuilder::new);
        var metadata = builder.editOrNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(service.getMetadata().getName())
                .withLabels(labels(service))
                .removeFromAnnotations(OVER_CAPACITY);
        if (tooMany) {
            metadata.addToAnnotations(OVER_CAPACITY, "truncated");
        }
        return metadata.endMetadata()
                .withSubsets(tooMany ? Subsets.truncated(subsets) : subsets)
                .build();
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new HashMap<>(LabelMatch.labels(service));
        labels.remove(HEADLESS);
        if (ServicePods.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        labels.put(MANAGED_BY, "endpoint-controller");
        return labels;
    }

    private void create(Endpoints wanted) {
        try {
            client.resource(wanted).create();
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNamespaceTerminating(e)) {
                return;
            }
            if (!ApiFailures.isConflict(e)) {
                tell(wanted, "FailedToCreateEndpoint", "Failed to create endpoint for service ", e);
            }
            throw e;
        }
    }

    private void update(Endpoints wanted) {
        try {
            client.resource(wanted).update();
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isConflict(e)) {
                tell(wanted, "FailedToUpdateEndpoint", "Failed to update endpoint ", e);
            }
            throw e;
        }
    }

    private void tell(Endpoints about, String reason, String what, KubernetesClientException e) {
        events.warning(about, reason, what + ObjectKey.of(about) + ": " + ApiFailures.messageOf(e));
    }
}
