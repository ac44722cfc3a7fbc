package dev.caravel.scheduler.watch;

import static dev.caravel.scheduler.Fixtures.node;
import static dev.caravel.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.plugins.PrioritySort;
import dev.caravel.scheduler.queue.QueueSettings;
import dev.caravel.scheduler.queue.Requeueing;
import dev.caravel.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodHandlerTest {
    private static final String OURS = "default-scheduler";

    private final Fixtures fixtures = new Fixtures();
    private final ClusterCache cache = fixtures.cache;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SchedulingQueue queue = new SchedulingQueue(
            Clock.systemUTC(),
            QueueSettings.DEFAULT,
            new PrioritySort()::compare,
            new Requeueing(Map.of(
                    OURS,
                    List.of(new Requeueing.Hint(
                            "Deletions", QueueingHint.onPod(Set.of(EventAction.DELETE), (pod, change) -> true))))),
            Map.of(),
            new SchedulerMetrics(meters));
    private final PodHandler handler = new PodHandler(cache, queue, Set.of(OURS));

    @BeforeEach
    void addNode() {
        cache.putNode(fixtures.facts(node("n1")));
    }

    private static Pod waiting(String name) {
        return pod(name).build();
    }

    private static Pod bound(String name) {
        return pod(name).editSpec().withNodeName("n1").endSpec().build();
    }

    private int onNode() {
        return cache.snapshot().node("n1").orElseThrow().pods().size();
    }

    private double pending(String where) {
        return meters.get("scheduler_pending_pods").tag("queue", where).gauge().value();
    }

    @Test
    @DisplayName("A pod with a node goes to the cache, one without to the queue")
    void additions() {
        handler.onAdd(bound("a"));
        handler.onAdd(waiting("b"));

        assertThat(onNode()).isEqualTo(1);
        assertThat(pending("active")).isEqualTo(1);
    }

    @Test
    @DisplayName("Pods of other schedulers are left alone until they have a node")
    void othersPods() {
        Pod other = pod("a").editSpec().withSchedulerName("other").endSpec().build();
        handler.onAdd(other);
        assertThat(pending("active")).isZero();

        handler.onUpdate(
                other,
                pod("a").editSpec()
                        .withSchedulerName("other")
                        .withNodeName("n1")
                        .endSpec()
                        .build());
        assertThat(onNode()).isEqualTo(1);
    }

    @Test
    @DisplayName("A pod that someone bound leaves the queue")
    void binding() {
        handler.onAdd(waiting("a"));
        handler.onUpdate(waiting("a"), bound("a"));

        assertThat(pending("active")).isZero();
        assertThat(onNode()).isEqualTo(1);
    }

    @Test
    @DisplayName("The deletion of a pod, even one that was only assumed on a node, frees its room and is an event")
    void deletion() throws InterruptedException {
        handler.onAdd(waiting("rejected"));
        queue.giveBack(queue.pop().orElseThrow(), fixtures.info(waiting("rejected")), Set.of("Deletions"), Set.of());
        cache.assume(fixtures.info(waiting("a")).assignedTo("n1"));

        handler.onDelete(waiting("a"), false);

        assertThat(onNode()).isZero();
        assertThat(pending("unschedulable")).isZero();
    }
}
