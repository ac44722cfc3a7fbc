package dev.caravel.scheduler.cycle;

import static dev.caravel.scheduler.Fixtures.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.NoSurroundings;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.config.ProfileFactory;
import dev.caravel.scheduler.config.SchedulerConfiguration;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.plugins.PluginRegistry;
import dev.caravel.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchedulingEngineTest {
    private final Fixtures fixtures = new Fixtures();
    private final ClusterCache cache = fixtures.cache;
    private final Map<ObjectKey, PodInfo> known = new ConcurrentHashMap<>();
    private final RecordingApi api = new RecordingApi();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private SchedulingQueue queue;
    private SchedulingEngine engine;

    /** Writes down what the scheduler writes to pods, or fails as told. */
    private static final class RecordingApi implements PodApi {
        private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
        private volatile Optional<String> bindFailure = Optional.empty();

        @Override
        public void bind(PodInfo pod, String node) {
            bindFailure.ifPresent(message -> {
                throw new IllegalStateException(message);
            });
            written.add(pod.key() + " on " + node);
        }

        @Override
        public void preempt(PodInfo victim, String message) {
            written.add("delete " + victim.key() + ": " + message);
        }

        @Override
        public void withdrawNomination(PodInfo pod) {
            written.add("withdraw " + pod.key());
        }

        @Override
        public void reportUnscheduled(PodInfo pod, String reason, String message, Optional<String> nominatedNode) {
            written.add(pod.key() + " " + reason + ": " + message);
        }
    }

    @BeforeEach
    void start() {
        PodEvents recorder = new PodEvents() {
            @Override
            public void scheduled(PodInfo pod, String node) {
                events.add("Scheduled " + pod.key() + " " + node);
            }

            @Override
            public void preempted(PodInfo victim, PodInfo preemptor, String node) {
                events.add("Preempted " + victim.key() + " by " + preemptor.key() + " on " + node);
            }

            @Override
            public void failedScheduling(PodInfo pod, String message) {
                events.add("FailedScheduling " + pod.key() + " " + message);
            }
        };
        SchedulerConfiguration configuration = SchedulerConfiguration.standard();
        Profile profile = new ProfileFactory(new PluginRegistry(cache, api, new NoSurroundings(), new Random(1)))
                .create(configuration.profiles().getFirst());
        SchedulerMetrics metrics = new SchedulerMetrics(new SimpleMeterRegistry());
        queue = SchedulingQueue.forProfiles(Clock.systemUTC(), configuration.queue(), List.of(profile), metrics);
        engine = new SchedulingEngine(
                Map.of(profile.schedulerName(), profile),
                configuration.percentageOfNodesToScore(),
                queue,
                cache,
                key -> Optional.ofNullable(known.get(key)),
                api,
                recorder,
                metrics,
                Clock.systemUTC(),
                new Random(1));
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void add(NodeBuilder node) {
        var facts = fixtures.facts(node);
        cache.putNode(facts);
        queue.onEvent(ClusterEvent.NODE_ADD, Change.node(null, facts));
    }

    private void add(PodBuilder builder) {
        PodInfo pod = fixtures.info(builder);
        known.put(pod.key(), pod);
        queue.add(pod);
    }

    private static String nodeOf(String binding) {
        return binding.substring(binding.lastIndexOf(' ') + 1);
    }

    @Test
    @DisplayName("A pod is bound to a node where it fits, and an event tells so")
    void binds() throws InterruptedException {
        add(node("small")
                .editStatus()
                .withAllocatable(Fixtures.quantities("cpu", "1", "pods", "9"))
                .endStatus());
        add(node("large"));

        add(Fixtures.pod("a", "cpu", "2"));

        assertThat(api.written.take()).isEqualTo("default/a on large");
        assertThat(events.take()).isEqualTo("Scheduled default/a large");
    }

    @Test
    @DisplayName("Pods scheduled one after the other see each other before any is confirmed")
    void assumes() throws InterruptedException {
        add(node("n1"));
        add(node("n2"));

        add(Fixtures.pod("a", "cpu", "3"));
        add(Fixtures.pod("b", "cpu", "3"));

        assertThat(List.of(nodeOf(api.written.take()), nodeOf(api.written.take())))
                .containsExactlyInAnyOrder("n1", "n2");
    }

    @Test
    @DisplayName("A pod that fits nowhere gets an event and a condition, and its node when one appears")
    void unschedulable() throws InterruptedException {
        add(node("n1"));
        add(Fixtures.pod("a", "cpu", "8"));

        String message = "0/1 nodes are available: 1 Insufficient cpu.";
        assertThat(events.take()).startsWith("FailedScheduling default/a " + message);
        assertThat(api.written.take()).startsWith("default/a Unschedulable: " + message);

        add(node("n2")
                .editStatus()
                .withAllocatable(Fixtures.quantities("cpu", "8", "pods", "9"))
                .endStatus());

        assertThat(api.written.take()).isEqualTo("default/a on n2");
    }

    @Test
    @DisplayName("Without any node, the message says just that")
    void noNodes() throws InterruptedException {
        add(Fixtures.pod("a"));

        assertThat(api.written.take()).isEqualTo("default/a Unschedulable: no nodes available to schedule pods");
    }

    @Test
    @DisplayName("When binding fails, the room is given back and the pod is tried again")
    void bindFails() throws InterruptedException {
        add(node("n1"));
        api.bindFailure = Optional.of("etcd is away");
        add(Fixtures.pod("a", "cpu", "4"));

        assertThat(api.written.take()).isEqualTo("default/a SchedulerError: etcd is away");
        assertThat(cache.sizes().assumedPods()).isZero();

        api.bindFailure = Optional.empty();

        String next = api.written.take();
        while (next.contains("SchedulerError")) {
            next = api.written.take();
        }
        assertThat(next).isEqualTo("default/a on n1");
    }

    @Test
    @DisplayName("An important pod drives a lesser one out, and gets its place once that is gone")
    void preempts() throws InterruptedException {
        add(node("n1"));
        PodInfo lesser = fixtures.info(Fixtures.pod("lesser", "cpu", "3")).assignedTo("n1");
        cache.putPod(lesser);

        add(Fixtures.pod("urgent", "cpu", "3").editSpec().withPriority(100).endSpec());

        assertThat(api.written.take())
                .isEqualTo("default/urgent Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.");
        assertThat(api.written.take())
                .isEqualTo("delete default/lesser: default-scheduler: preempting to accommodate a higher priority pod");
        assertThat(queue.nominated().on("n1")).hasSize(1);

        cache.removePod(lesser.uid());
        queue.onEvent(ClusterEvent.ASSIGNED_POD_DELETE, Change.pod(lesser, null));

        assertThat(api.written.take()).isEqualTo("default/urgent on n1");
        assertThat(events)
                .contains(
                        "FailedScheduling default/urgent 0/1 nodes are available: 1 Insufficient cpu.",
                        "Preempted default/lesser by default/urgent on n1");
    }

    @Test
    @DisplayName("A pod that is being deleted is not scheduled")
    void deleting() throws InterruptedException {
        add(node("n1"));
        add(Fixtures.pod("a")
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata());

        assertThat(events.take()).isEqualTo("FailedScheduling default/a skip schedule deleting pod: default/a");
        assertThat(api.written).isEmpty();
    }
}
