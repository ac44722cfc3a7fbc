package dev.caravel.controllers.manager;

import dev.caravel.machinery.client.ObjectCaches;
import dev.caravel.machinery.events.ApiEventRecorder;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.Controller;
import dev.caravel.machinery.reconcile.ControllerBackoff;
import dev.caravel.machinery.reconcile.Delayer;
import dev.caravel.machinery.reconcile.RateLimitedQueue;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What a controller is made of; all of it is shared with the others. */
public record ControllerContext(
        ControllerManagerOptions options,
        ControllerClients clients,
        ObjectCaches caches,
        Clock clock,
        Delayer delayer,
        MeterRegistry metrics) {

    /** A client with the rights of {@code kube-system/account}, or with all of the process's own. */
    public KubernetesClient clientFor(String account) {
        return clients.of(account);
    }

    /** A recorder that writes by {@code client}. */
    public EventRecorder events(KubernetesClient client, String component) {
        return clients.keep(new ApiEventRecorder(client, component, "", clock));
    }

    /** A queue with upstream's default back-off. */
    public <K> WorkQueue<K> queue(String name) {
        return new RateLimitedQueue<>(name, new ControllerBackoff<>(clock), delayer, metrics);
    }

    public <K> ControlLoop loop(String name, WorkQueue<K> queue, Reconciler<K> reconciler, int workers) {
        Controller<K> controller = new Controller<>(name, queue, reconciler, workers);
        return ControlLoop.of(controller::start, controller);
    }
}
