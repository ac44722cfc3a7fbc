package dev.caravel.scheduler.queue;

import static dev.caravel.scheduler.Fixtures.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.MutableClock;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.EventResource;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import dev.caravel.scheduler.plugins.PrioritySort;
import dev.caravel.scheduler.plugins.SchedulingGates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchedulingQueueTest {
    private static final String PROFILE = "default-scheduler";

    private final Fixtures fixtures = new Fixtures();
    private final MutableClock clock = new MutableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SchedulingGates gates = new SchedulingGates();
    private final SchedulingQueue queue = new SchedulingQueue(
            clock,
            QueueSettings.DEFAULT,
            new PrioritySort()::compare,
            new Requeueing(Map.of(
                    PROFILE,
                    List.of(
                            new Requeueing.Hint(
                                    "Nodes", QueueingHint.onNode(Set.of(EventAction.ADD), (pod, change) -> true)),
                            new Requeueing.Hint(
                                    "Deaf", QueueingHint.onNode(Set.of(EventAction.ADD), (pod, change) -> false)),
                            new Requeueing.Hint(
                                    "SchedulingGates", gates.queueingHints().getFirst())))),
            Map.of(PROFILE, List.of(gates)),
            new SchedulerMetrics(meters));

    private PodInfo pod(String name) {
        return pod(name, 0);
    }

    private PodInfo pod(String name, int priority) {
        return fixtures.info(
                Fixtures.pod(name).editSpec().withPriority(priority).endSpec());
    }

    private QueuedPod pop() throws InterruptedException {
        return queue.pop().orElseThrow();
    }

    private double waiting(String where) {
        return meters.get("scheduler_pending_pods").tag("queue", where).gauge().value();
    }

    private void nodeAdded() {
        queue.onEvent(ClusterEvent.NODE_ADD, Change.node(null, fixtures.facts(node("n"))));
    }

    /** Adds a pod, takes it out, and gives it back as rejected by {@code plugins}. */
    private void reject(PodInfo pod, String... plugins) throws InterruptedException {
        queue.add(pod);
        queue.giveBack(pop(), pod, Set.of(plugins), Set.of());
    }

    @Test
    @DisplayName("Pods come out by priority, and among equals in the order in which they came in")
    void order() throws InterruptedException {
        queue.add(pod("first"));
        clock.advance(Duration.ofMillis(1));
        queue.add(pod("second"));
        clock.advance(Duration.ofMillis(1));
        queue.add(pod("important", 10));

        assertThat(List.of(
                        pop().pod().key().name(),
                        pop().pod().key().name(),
                        pop().pod().key().name()))
                .containsExactly("important", "first", "second");
    }

    @Test
    @DisplayName("A rejected pod waits until something happens that concerns a plugin which rejected it")
    void waitsForItsEvent() throws InterruptedException {
        reject(pod("a"), "Nodes");
        assertThat(waiting("unschedulable")).isEqualTo(1);

        queue.onEvent(ClusterEvent.ASSIGNED_POD_DELETE, Change.pod(pod("other").assignedTo("n"), null));
        assertThat(waiting("unschedulable")).isEqualTo(1);

        nodeAdded();
        assertThat(waiting("unschedulable")).isZero();
        assertThat(waiting("backoff")).isEqualTo(1);
    }

    @Test
    @DisplayName("A hint that says no leaves the pod where it is")
    void hintSaysNo() throws InterruptedException {
        reject(pod("a"), "Deaf");

        nodeAdded();

        assertThat(waiting("unschedulable")).isEqualTo(1);
    }

    @Test
    @DisplayName("After its back-off a pod becomes active at once")
    void activeAfterBackoff() throws InterruptedException {
        reject(pod("a"), "Nodes");
        clock.advance(Duration.ofSeconds(3));

        nodeAdded();

        assertThat(waiting("active")).isEqualTo(1);
    }

    @Test
    @DisplayName("When nothing is active, a rejected pod is taken before its back-off is over")
    void takenEarly() throws InterruptedException {
        reject(pod("a"), "Nodes");
        nodeAdded();

        QueuedPod again = pop();

        assertThat(again.pod().key().name()).isEqualTo("a");
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("A pod that failed by an error sits its back-off out")
    void errorsSitOut() throws InterruptedException {
        reject(pod("failed"));
        queue.add(pod("other"));
        assertThat(pop().pod().key().name()).isEqualTo("other");
        assertThat(waiting("backoff")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));

        assertThat(pop().pod().key().name()).isEqualTo("failed");
    }

    @Test
    @DisplayName("An event that came while the pod was being scheduled counts")
    void eventsMeanwhile() throws InterruptedException {
        queue.add(pod("a"));
        QueuedPod taken = pop();

        nodeAdded();
        queue.giveBack(taken, pod("a"), Set.of("Nodes"), Set.of());

        assertThat(waiting("backoff")).isEqualTo(1);
    }

    @Test
    @DisplayName("A pod that waits for something named is active as soon as it happens, without back-off")
    void pendingIsImmediate() throws InterruptedException {
        queue.add(pod("a"));
        queue.giveBack(pop(), pod("a"), Set.of(), Set.of("Nodes"));

        nodeAdded();

        assertThat(waiting("active")).isEqualTo(1);
    }

    @Test
    @DisplayName("After five minutes without anything that might help, a pod is tried anyway")
    void flushedAfterFiveMinutes() throws InterruptedException {
        reject(pod("a"), "Deaf");
        clock.advance(Duration.ofMinutes(5));

        assertThat(pop().pod().key().name()).isEqualTo("a");
    }

    @Test
    @DisplayName("A gated pod stays out until its last gate is gone")
    void gates() throws InterruptedException {
        PodInfo gated = fixtures.info(
                Fixtures.pod("a").editSpec().addNewSchedulingGate("foo").endSpec());
        queue.add(gated);
        assertThat(waiting("gated")).isEqualTo(1);
        nodeAdded();
        assertThat(waiting("gated")).isEqualTo(1);

        var event = new ClusterEvent(EventResource.UNSCHEDULED_POD, EventAction.UPDATE_POD_SCHEDULING_GATES_ELIMINATED);
        queue.update(gated, pod("a"), List.of(event));

        assertThat(waiting("gated")).isZero();
        assertThat(pop().pod().schedulingGates()).isEmpty();
    }

    @Test
    @DisplayName("A deleted pod is forgotten wherever it waits")
    void deletion() throws InterruptedException {
        queue.add(pod("active"));
        queue.delete(pod("active"));
        reject(pod("unschedulable"), "Deaf");
        queue.delete(pod("unschedulable"));

        assertThat(waiting("active") + waiting("unschedulable") + waiting("backoff"))
                .isZero();
    }

    @Test
    @DisplayName("Waiting for a pod ends when one is added, and when the queue is closed")
    void wakesUp() throws InterruptedException {
        Thread adder = Thread.ofVirtual().start(() -> queue.add(pod("a")));
        assertThat(pop().pod().key().name()).isEqualTo("a");
        adder.join();

        Thread closer = Thread.ofVirtual().start(queue::close);
        assertThat(queue.pop()).isEmpty();
        closer.join();
    }
}
