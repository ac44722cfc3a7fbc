package dev.caravel.scheduler;

import dev.caravel.machinery.client.ObjectCaches;
import dev.caravel.scheduler.api.KubernetesPodApi;
import dev.caravel.scheduler.api.KubernetesPodEvents;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.config.ConfigurationReader;
import dev.caravel.scheduler.config.ProfileFactory;
import dev.caravel.scheduler.config.SchedulerConfiguration;
import dev.caravel.scheduler.cycle.PodApi;
import dev.caravel.scheduler.cycle.SchedulingEngine;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.plugins.PluginRegistry;
import dev.caravel.scheduler.queue.SchedulingQueue;
import dev.caravel.scheduler.watch.ClusterWatch;
import dev.caravel.scheduler.watch.RelatedObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Cache, queue, watch and engine of one scheduler, wired by its configuration. */
final class Scheduler implements AutoCloseable {
    private final ObjectCaches caches;
    private final ClusterWatch watch;
    private final SchedulingEngine engine;

    /**
     * @param writers runs what blocks
     * @param instance names this process in events
     * @throws IllegalArgumentException when the configuration makes no sense
     */
    Scheduler(
            KubernetesClient client,
            SchedulerConfiguration configuration,
            SchedulerMetrics metrics,
            Executor writers,
            Clock clock,
            String instance) {
        ClusterCache cache = new ClusterCache();
        PodApi api = new KubernetesPodApi(client, clock);
        RandomGenerator random = RandomGenerator.getDefault();
        caches = new ObjectCaches(client);
        Map<String, Profile> profiles =
                profiles(configuration, new PluginRegistry(cache, api, new RelatedObjects(caches), random));
        SchedulingQueue queue = SchedulingQueue.forProfiles(clock, configuration.queue(), profiles.values(), metrics);
        metrics.observeCache("nodes", () -> cache.sizes().nodes());
        metrics.observeCache("pods", () -> cache.sizes().pods());
        metrics.observeCache("assumed_pods", () -> cache.sizes().assumedPods());
        watch = new ClusterWatch(client, cache, queue, profiles.keySet());
        engine = new SchedulingEngine(
                profiles,
                configuration.percentageOfNodesToScore(),
                queue,
                cache,
                watch::pod,
                api,
                new KubernetesPodEvents(client, clock, writers, instance),
                metrics,
                clock,
                random);
    }

    private static Map<String, Profile> profiles(SchedulerConfiguration configuration, PluginRegistry registry) {
        ProfileFactory factory = new ProfileFactory(registry);
        Map<String, Profile> profiles = new LinkedHashMap<>();
        configuration.profiles().forEach(profile -> profiles.put(profile.schedulerName(), factory.create(profile)));
        return profiles;
    }

    /** What the command line says: the file of {@code --config}, or upstream's defaults. */
    static SchedulerConfiguration configuration(SchedulerOptions options) throws IOException {
        SchedulerConfiguration read =
                options.config == null ? SchedulerConfiguration.standard() : ConfigurationReader.read(options.config);
        return read.withLongestUnschedulable(options.longestUnschedulable);
    }

    /** Completes when cache and queue hold what the cluster holds. */
    CompletableFuture<Void> watch() {
        return CompletableFuture.allOf(watch.start(), caches.start());
    }

    /** Begins to schedule; call once, when watching has caught up. */
    void lead() {
        engine.start();
    }

    @Override
    public void close() {
        engine.close();
        watch.close();
        caches.close();
    }
}
