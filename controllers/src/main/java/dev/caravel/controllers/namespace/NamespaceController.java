package dev.caravel.controllers.namespace;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.discovery.ApiDiscovery;
import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Empties namespaces that are being deleted, then lets them go. */
public final class NamespaceController implements Reconciler<ObjectKey> {
    private static final String FINALIZER = "kubernetes";
    /** How long what is left without a grace period is expected to take; upstream's estimate. */
    private static final long FINALIZERS_TAKE_SECONDS = 15;

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final ObjectCache<Namespace> namespaces;
    private final NamespaceContents contents;
    private final Clock clock;

    private NamespaceController(KubernetesClient client, ObjectCache<Namespace> namespaces, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.namespaces = requireNonNull(namespaces, "namespaces is null");
        this.clock = requireNonNull(clock, "clock is null");
        requests = new ApiRequests(client);
        contents = new NamespaceContents(new ApiDiscovery(client), requests);
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Namespace> namespaces = context.caches().of(Namespace.class);
        WorkQueue<ObjectKey> queue = context.queue("namespace");
        namespaces.onEvery(namespace -> {
            if (namespace.getMetadata().getDeletionTimestamp() != null) {
                queue.add(ObjectKey.of(namespace));
            }
        });
        NamespaceController reconciler =
                new NamespaceController(context.clientFor("namespace-controller"), namespaces, context.clock());
        return context.loop("namespace", queue, reconciler, context.options().concurrentNamespaceSyncs);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Namespace namespace = namespaces.get(key).orElse(null);
        if (namespace == null
                || namespace.getMetadata().getDeletionTimestamp() == null
                || !finalizers(namespace).contains(FINALIZER)) {
            return Result.done();
        }
        try {
            return empty(markTerminating(namespace));
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNotFound(e)) {
                return Result.done();
            }
            throw e;
        }
    }

    private Result empty(Namespace namespace) {
        NamespaceContents.Leftover left =
                contents.delete(namespace.getMetadata().getName());
        Namespace current = show(namespace, left);
        if (left.isEmpty()) {
            release(current);
            return Result.done();
        }
        if (!left.deletionFailures().isEmpty() || !left.discoveryFailures().isEmpty()) {
            throw new IllegalStateException("not emptied yet: " + left.deletionFailures() + left.discoveryFailures());
        }
        long seconds = left.graceSeconds() > 0 ? left.graceSeconds() : FINALIZERS_TAKE_SECONDS;
        return Result.after(Duration.ofSeconds(seconds / 2 + 1));
    }

    private Namespace markTerminating(Namespace namespace) {
        if (NamespacePhases.TERMINATING.equals(namespace.getStatus().getPhase())) {
            return namespace;
        }
        return client.resource(new NamespaceBuilder(namespace)
                        .editStatus()
                        .withPhase(NamespacePhases.TERMINATING)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private Namespace show(Namespace namespace, NamespaceContents.Leftover left) {
        List<NamespaceCondition> conditions =
                DeletionConditions.of(left, namespace.getStatus().getConditions(), clock.instant());
        if (conditions.equals(namespace.getStatus().getConditions())) {
            return namespace;
        }
        return client.resource(new NamespaceBuilder(namespace)
                        .editStatus()
                        .withConditions(conditions)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void release(Namespace namespace) {
        List<String> others = finalizers(namespace).stream()
                .filter(name -> !name.equals(FINALIZER))
                .toList();
        Namespace released = new NamespaceBuilder(namespace)
                .editOrNewSpec()
                .withFinalizers(others)
                .endSpec()
                .build();
        requests.send("PUT", ApiRequests.pathOf(namespace) + "/finalize", ApiRequests.JSON, released, Void.class);
    }

    private static List<String> finalizers(Namespace namespace) {
        return namespace.getSpec() == null ? List.of() : namespace.getSpec().getFinalizers();
    }
}
