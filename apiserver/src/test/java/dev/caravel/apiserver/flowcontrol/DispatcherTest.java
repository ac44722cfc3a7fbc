package dev.caravel.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.flowcontrol.Dispatcher.Outcome;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Refusal;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Refused;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Seated;
import dev.caravel.apiserver.flowcontrol.PriorityLevel.Queuing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A priority level")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DispatcherTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Dispatcher dispatcher = new Dispatcher(() -> 0);

    private static PriorityLevel level(String name, int shares, int lendable, Queuing queuing) {
        return new PriorityLevel(name, "", false, shares, lendable, Optional.empty(), Optional.ofNullable(queuing));
    }

    private Outcome enter(String level, String flow, Duration patience) throws InterruptedException {
        return dispatcher.enter(level, flow, 1, patience);
    }

    @Test
    @DisplayName("that does not queue refuses what is too much at once")
    void rejects() throws Exception {
        dispatcher.configure(List.of(level("a", 1, 0, null)), 1);

        Outcome first = enter("a", "f", LONG);

        assertThat(enter("a", "f", LONG)).isEqualTo(new Refused(Refusal.CONCURRENCY_LIMIT));
        dispatcher.release((Seated) first);
        assertThat(enter("a", "f", LONG)).isInstanceOf(Seated.class);
    }

    @Test
    @DisplayName("that queues lets wait as many as its queue is long, each until somebody leaves")
    void queues() throws Exception {
        dispatcher.configure(List.of(level("a", 1, 0, new Queuing(1, 1, 1))), 1);
        Outcome first = enter("a", "f", LONG);
        BlockingQueue<Outcome> second = inBackground("a", "f", 1);

        assertThat(enter("a", "f", LONG)).isEqualTo(new Refused(Refusal.QUEUE_FULL));
        dispatcher.release((Seated) first);
        assertThat(second.take()).isInstanceOf(Seated.class);
    }

    @Test
    @DisplayName("does not let anyone wait for longer than they may")
    void timesOut() throws Exception {
        dispatcher.configure(List.of(level("a", 1, 0, new Queuing(1, 1, 5))), 1);
        enter("a", "f", LONG);

        assertThat(enter("a", "f", Duration.ZERO)).isEqualTo(new Refused(Refusal.TIME_OUT));
        assertThat(waiting()).isZero();
    }

    @Test
    @DisplayName("serves one flow's single request before the rest of another flow's many")
    void isFair() throws Exception {
        String[] flows = flowsOfDifferentQueues();
        dispatcher.configure(List.of(level("a", 1, 0, new Queuing(2, 1, 50))), 1);
        Outcome running = enter("a", flows[0], LONG);
        List<BlockingQueue<Outcome>> many = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            many.add(inBackground("a", flows[0], i));
        }
        BlockingQueue<Outcome> single = inBackground("a", flows[1], 6);

        int before = 0;
        dispatcher.release((Seated) running);
        Outcome next = null;
        while ((next = single.poll()) == null) {
            for (BlockingQueue<Outcome> each : many) {
                Outcome served = each.poll();
                if (served != null) {
                    before++;
                    dispatcher.release((Seated) served);
                }
            }
            Thread.yield();
        }

        assertThat(next).isInstanceOf(Seated.class);
        assertThat(before).isLessThanOrEqualTo(1);
    }

    private static String[] flowsOfDifferentQueues() {
        String first = "flow-0";
        int queue = ShuffleShards.deal(ShuffleShards.hash(first), 2, 1)[0];
        for (int i = 1; ; i++) {
            if (ShuffleShards.deal(ShuffleShards.hash("flow-" + i), 2, 1)[0] != queue) {
                return new String[] {first, "flow-" + i};
            }
        }
    }

    @Test
    @DisplayName("may use the seats that another lends and does not need")
    void borrows() throws Exception {
        dispatcher.configure(List.of(level("a", 1, 0, null), level("b", 3, 67, null)), 4);

        for (int i = 0; i < 3; i++) {
            assertThat(enter("a", "f", LONG)).isInstanceOf(Seated.class);
        }
        assertThat(enter("a", "f", LONG)).isEqualTo(new Refused(Refusal.CONCURRENCY_LIMIT));
    }

    @Test
    @DisplayName("that is exempt lets everyone in")
    void exempt() throws Exception {
        dispatcher.configure(List.of(new PriorityLevel("a", "", true, 0, 0, Optional.empty(), Optional.empty())), 1);

        for (int i = 0; i < 100; i++) {
            assertThat(enter("a", "f", LONG)).isInstanceOf(Seated.class);
        }
    }

    @Test
    @DisplayName("whose queues are configured anew forgets nobody who waits")
    void reconfigures() throws Exception {
        dispatcher.configure(List.of(level("a", 1, 0, new Queuing(4, 2, 5))), 1);
        Outcome first = enter("a", "f", LONG);
        BlockingQueue<Outcome> second = inBackground("a", "f", 1);

        dispatcher.configure(List.of(level("a", 1, 0, null)), 1);
        dispatcher.release((Seated) first);

        assertThat(second.take()).isInstanceOf(Seated.class);
    }

    /** Returns when that many wait. */
    private BlockingQueue<Outcome> inBackground(String level, String flow, int waiters) {
        BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.add(enter(level, flow, LONG));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waiting() < waiters) {
            Thread.yield();
        }
        return outcome;
    }

    private int waiting() {
        AtomicInteger waiting = new AtomicInteger();
        dispatcher.inspect(state -> waiting.addAndGet(state.waiting()));
        return waiting.get();
    }
}
