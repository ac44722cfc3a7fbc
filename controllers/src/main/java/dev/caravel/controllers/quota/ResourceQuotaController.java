package dev.caravel.controllers.quota;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.discovery.ApiDiscovery;
import dev.caravel.controllers.discovery.MetadataOnly;
import dev.caravel.controllers.discovery.ResourceType;
import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what a namespace uses of its quotas: when they are made or changed, and when something goes. What comes is charged
 * by the API server.
 */
public final class ResourceQuotaController implements Reconciler<ObjectKey> {
    private static final ObjectKey ALL_QUOTAS = new ObjectKey("", "quotas");
    private static final ObjectKey ALL_RESOURCES = new ObjectKey("", "resources");
    private static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io/v1",
            "customresourcedefinitions",
            "CustomResourceDefinition",
            false,
            Set.of("list", "watch"));
    /** A new definition is served a moment after it is written. */
    private static final Duration DEFINITION_DELAY = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final ObjectCache<ResourceQuota> quotas;
    private final List<MeasuredObjects<?>> measured;
    private final ObjectCounts counts;
    private final WorkQueue<ObjectKey> queue;
    private final Duration resyncPeriod;

    private ResourceQuotaController(
            KubernetesClient client,
            ObjectCache<ResourceQuota> quotas,
            List<MeasuredObjects<?>> measured,
            ObjectCounts counts,
            WorkQueue<ObjectKey> queue,
            Duration resyncPeriod) {
        this.client = requireNonNull(client, "client is null");
        this.quotas = requireNonNull(quotas, "quotas is null");
        this.measured = List.copyOf(measured);
        this.counts = requireNonNull(counts, "counts is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.resyncPeriod = requireNonNull(resyncPeriod, "resyncPeriod is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<ResourceQuota> quotas = context.caches().of(ResourceQuota.class);
        WorkQueue<ObjectKey> queue = context.queue("resourcequota_primary");
        List<MeasuredObjects<?>> measured = List.of(
                new MeasuredObjects<>(context.caches().of(Pod.class), new PodUsage(context.clock())),
                new MeasuredObjects<>(context.caches().of(Service.class), new ServiceUsage()),
                new MeasuredObjects<>(context.caches().of(PersistentVolumeClaim.class), new VolumeClaimUsage()));
        KubernetesClient client = context.clientFor("resourcequota-controller");
        KubernetesClient metadataClient = MetadataOnly.client(context.clients());
        ObjectCounts counts = new ObjectCounts(
                metadataClient, new ApiDiscovery(client), namespace -> enqueue(quotas, queue, namespace));
        ResourceQuotaController controller = new ResourceQuotaController(
                client, quotas, measured, counts, queue, context.options().resourceQuotaSyncPeriod);

        quotas.onChange(new SpecChanges(queue));
        measured.forEach(objects -> objects.follow(namespace -> enqueue(quotas, queue, namespace)));
        ObjectCache<GenericKubernetesResource> definitions = MetadataOnly.cache(metadataClient, DEFINITIONS);
        definitions.onEvery(_ -> queue.addAfter(ALL_RESOURCES, DEFINITION_DELAY));

        ControlLoop loop =
                context.loop("resourcequota", queue, controller, context.options().concurrentResourceQuotaSyncs);
        ControlLoop watches = ControlLoop.of(
                () -> {
                    definitions.start();
                    queue.addAfter(ALL_QUOTAS, context.options().resourceQuotaSyncPeriod);
                },
                () -> ControlLoop.closeAll(List.of(metadataClient, definitions, counts)));
        return ControlLoop.all(watches, loop);
    }

    private static void enqueue(ObjectCache<ResourceQuota> quotas, WorkQueue<ObjectKey> queue, String namespace) {
        quotas.inNamespace(namespace).forEach(quota -> queue.add(ObjectKey.of(quota)));
    }

    @Override
    public Result reconcile(ObjectKey key) throws Exception {
        if (key.equals(ALL_RESOURCES)) {
            counts.rediscover();
            quotas.list().stream()
                    .filter(quota -> quota.getSpec().getHard().keySet().stream().anyMatch(ObjectCounts::isCount))
                    .forEach(quota -> queue.add(ObjectKey.of(quota)));
            return Result.done();
        }
        if (key.equals(ALL_QUOTAS)) {
            quotas.list().forEach(quota -> queue.add(ObjectKey.of(quota)));
            return Result.after(resyncPeriod);
        }
        ResourceQuota quota = quotas.get(key).orElse(null);
        if (quota != null) {
            show(quota);
        }
        return Result.done();
    }

    private void show(ResourceQuota quota) throws Exception {
        ResourceQuotaStatus status = quota.getStatus() == null ? new ResourceQuotaStatus() : quota.getStatus();
        Amounts hard = Amounts.of(quota.getSpec().getHard());
        Amounts used = Amounts.of(status.getUsed())
                .with(count(quota, hard.byName().keySet()))
                .filtered(hard.byName()::containsKey);
        boolean same = hard.equals(Amounts.of(status.getHard())) && used.equals(Amounts.of(status.getUsed()));
        if (!same) {
            // By the version that was read: the API server may have charged it meanwhile.
            client.resource(new ResourceQuotaBuilder(quota)
                            .withNewStatus()
                            .withHard(hard.toList())
                            .withUsed(used.toList())
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    private Amounts count(ResourceQuota quota, Set<String> names) throws Exception {
        String namespace = quota.getMetadata().getNamespace();
        List<ScopedResourceSelectorRequirement> scopes = Scopes.of(quota.getSpec());
        Amounts used = Amounts.NONE;
        for (MeasuredObjects<?> objects : measured) {
            used = used.with(objects.used(namespace, names, scopes));
        }
        Map<String, Quantity> counted = new TreeMap<>();
        for (String name : names) {
            if (ObjectCounts.isCount(name) && measured.stream().noneMatch(objects -> objects.measures(name))) {
                OptionalInt count = counts.of(name, namespace);
                if (count.isPresent()) {
                    // No scope has objects of which only the number counts.
                    int number = scopes.isEmpty() ? count.getAsInt() : 0;
                    counted.put(name, Quantity.of(number, QuantityFormat.DECIMAL_SI));
                }
            }
        }
        return used.with(new Amounts(counted));
    }

    /** Changes of status are this controller's own, or the API server's. */
    private record SpecChanges(WorkQueue<ObjectKey> queue) implements ChangeListener<ResourceQuota> {
        @Override
        public void added(ResourceQuota quota) {
            queue.add(ObjectKey.of(quota));
        }

        @Override
        public void updated(ResourceQuota before, ResourceQuota after) {
            if (!before.getSpec().equals(after.getSpec())) {
                queue.add(ObjectKey.of(after));
            }
        }

        @Override
        public void deleted(ResourceQuota last) {
            // Nothing to count.
        }
    }
}
