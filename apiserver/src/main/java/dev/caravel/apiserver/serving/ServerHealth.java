package dev.caravel.apiserver.serving;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.machinery.serving.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The checks of this server, under upstream's names. Thread-safe. */
public final class ServerHealth {
    private final HealthCheck etcd;
    private final HealthCheck etcdReadiness;
    private final WatchCache cache;
    private final BooleanSupplier admission;
    private final List<HealthCheck> storageChecks;
    private final List<HealthCheck> startup;
    private volatile boolean stopping;

    /**
     * @param admission whether it has read what it decides by
     * @param storageChecks of what a new process could not do better
     */
    public ServerHealth(
            HealthCheck etcd,
            HealthCheck etcdReadiness,
            WatchCache cache,
            BooleanSupplier admission,
            List<HealthCheck> storageChecks,
            List<HealthCheck> startup) {
        this.etcd = requireNonNull(etcd, "etcd is null");
        this.etcdReadiness = requireNonNull(etcdReadiness, "etcdReadiness is null");
        this.cache = requireNonNull(cache, "cache is null");
        this.admission = requireNonNull(admission, "admission is null");
        this.storageChecks = List.copyOf(storageChecks);
        this.startup = List.copyOf(startup);
    }

    /** From now on {@code /readyz} fails, so that load balancers look elsewhere. */
    public void stopping() {
        stopping = true;
    }

    public HealthEndpoints endpoints() {
        List<HealthCheck> live = new ArrayList<>(List.of(HealthCheck.ping(), log(), etcd));
        live.addAll(startup);
        List<HealthCheck> health = new ArrayList<>(live);
        health.addAll(storageChecks);
        List<HealthCheck> ready = new ArrayList<>(List.of(HealthCheck.ping(), log(), etcd, etcdReadiness, informers()));
        ready.addAll(storageChecks);
        ready.addAll(startup);
        ready.add(HealthCheck.of(
                "shutdown", () -> stopping ? Optional.of("process is shutting down") : Optional.empty()));
        return new HealthEndpoints(health, live, ready);
    }

    private static HealthCheck log() {
        return HealthCheck.of(
                "log", () -> System.err.checkError() ? Optional.of("the log cannot be written") : Optional.empty());
    }

    private HealthCheck informers() {
        return HealthCheck.of("informer-sync", () -> {
            if (cache.revision() == 0) {
                return Optional.of("the watch cache is not filled");
            }
            return admission.getAsBoolean() ? Optional.empty() : Optional.of("webhooks and policies are not read yet");
        });
    }
}
