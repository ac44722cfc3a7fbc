package dev.caravel.controllers.gc;

import dev.caravel.controllers.discovery.ApiDiscovery;
import dev.caravel.controllers.discovery.MetadataOnly;
import dev.caravel.controllers.discovery.ResourceType;
import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.reconcile.Controller;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Deletes objects whose owners are gone, and carries out foreground deletion and orphaning. */
public final class GarbageCollector implements ControlLoop {
    private static final Logger log = Logger.getLogger(GarbageCollector.class);
    private static final ObjectKey ALL_RESOURCES = new ObjectKey("", "resources");
    /** Changes of these change which resources there are. */
    private static final Set<String> DEFINITIONS =
            Set.of("customresourcedefinitions.apiextensions.k8s.io", "apiservices.apiregistration.k8s.io");
    /** A new definition is served a moment after it is written. */
    private static final Duration DEFINITION_DELAY = Duration.ofSeconds(3);
    /** A resource that cannot be listed must not keep all others from being collected. */
    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(30);

    private final KubernetesClient metadataClient;
    private final ApiDiscovery discovery;
    private final KnownResources resources = new KnownResources();
    private final ResourceMonitors monitors;
    private final WorkQueue<String> examine;
    private final WorkQueue<String> orphan;
    private final WorkQueue<ObjectKey> rediscover;
    private final List<Controller<?>> controllers;
    private boolean examining;

    private GarbageCollector(ControllerContext context) {
        KubernetesClient client = context.clientFor("generic-garbage-collector");
        metadataClient = MetadataOnly.client(context.clients());
        discovery = new ApiDiscovery(client);
        examine = context.queue("garbage_collector_attempt_to_delete");
        orphan = context.queue("garbage_collector_attempt_to_orphan");
        rediscover = context.queue("garbage_collector_resources");
        DependencyGraph graph = new DependencyGraph();
        monitors = new ResourceMonitors(metadataClient, graph, this::enqueue);
        LiveObjects live = new LiveObjects(new ApiRequests(client), resources);
        int workers = context.options().concurrentGcSyncs;
        controllers = List.of(
                new Controller<>("gc-resources", rediscover, resourcesReconciler(), 1),
                new Controller<>("gc-orphan", orphan, new Orphaner(graph, live), workers),
                new Controller<>("gc-delete", examine, new Examiner(graph, live, this::enqueue), workers));
    }

    public static ControlLoop create(ControllerContext context) {
        return context.options().enableGarbageCollector
                ? new GarbageCollector(context)
                : ControlLoop.of(() -> {}, () -> {});
    }

    private Reconciler<ObjectKey> resourcesReconciler() {
        return _ -> {
            ApiDiscovery.Found found = discovery.preferredResources();
            found.failures().forEach((version, why) -> log.warnf("cannot discover %s: %s", version, why));
            resources.replace(found.resources());
            try {
                monitors.watch(found.resources()).get(SYNC_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                log.warnf("some resources have not synced within %s; collects the others", SYNC_PATIENCE);
            }
            startExamining();
            return Result.done();
        };
    }

    /** Nothing is judged before the graph is whole. */
    private synchronized void startExamining() {
        if (!examining) {
            examining = true;
            controllers.stream().skip(1).forEach(Controller::start);
        }
    }

    private void enqueue(ResourceType type, List<Work> work) {
        if (DEFINITIONS.contains(type.groupResource())) {
            rediscover.addAfter(ALL_RESOURCES, DEFINITION_DELAY);
        }
        enqueue(work);
    }

    private void enqueue(List<Work> work) {
        for (Work item : work) {
            switch (item) {
                case Work.Examine one -> examine.add(one.uid());
                case Work.Orphan one -> orphan.add(one.uid());
            }
        }
    }

    @Override
    public void start() {
        controllers.getFirst().start();
        rediscover.add(ALL_RESOURCES);
    }

    @Override
    public void close() throws Exception {
        ControlLoop.closeAll(controllers);
        monitors.close();
        metadataClient.close();
    }
}
