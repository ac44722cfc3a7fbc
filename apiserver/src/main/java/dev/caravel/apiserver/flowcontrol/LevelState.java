package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.flowcontrol.FlowQueue.Waiter;
import dev.caravel.apiserver.flowcontrol.PriorityLevel.Queuing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a priority level's requests have and wait for: fair queuing by virtual time, as upstream's (KEP-1040). Guarded by the
 * dispatcher's lock.
 */
final class LevelState {
    /** What a request is thought to take until it is known. */
    private static final double GUESS_NANOS = Duration.ofMillis(3).toNanos();

    private PriorityLevel level;
    private int nominal;
    private List<FlowQueue> queues = List.of();
    private double virtualTime;
    private long lastNanos;
    private int executingSeats;
    private int executing;
    private int waiting;

    LevelState(PriorityLevel level, int nominal, long nanos) {
        this.lastNanos = nanos;
        configure(level, nominal);
    }

    /** What waits goes on waiting, if need be elsewhere. */
    void configure(PriorityLevel wanted, int seats) {
        boolean sameQueues = level != null && level.queuing().equals(wanted.queuing());
        level = wanted;
        nominal = seats;
        if (!sameQueues) {
            List<Waiter> moving = new ArrayList<>();
            queues.forEach(queue -> moving.addAll(queue.waiters));
            int count = Math.max(wanted.queuing().map(Queuing::queues).orElse(0), moving.isEmpty() ? 0 : 1);
            queues = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                FlowQueue queue = new FlowQueue();
                queue.nextStart = virtualTime;
                queues.add(queue);
            }
            moving.forEach(waiter -> place(waiter, choose(waiter.hash)));
        }
    }

    PriorityLevel level() {
        return level;
    }

    int nominal() {
        return nominal;
    }

    int executingSeats() {
        return executingSeats;
    }

    int executing() {
        return executing;
    }

    int waiting() {
        return waiting;
    }

    /** Seats that are not in use and may be lent. */
    int lendable() {
        return Math.min(nominal * level.lendablePercent() / 100, Math.max(0, nominal - executingSeats));
    }

    int borrowed() {
        return Math.max(0, executingSeats - nominal);
    }

    int upperLimit() {
        return level.borrowingPercent()
                .map(percent -> nominal + nominal * percent / 100)
                .orElse(Integer.MAX_VALUE);
    }

    boolean isIdle() {
        return executing == 0 && waiting == 0;
    }

    /** @param borrowable seats of other levels */
    boolean mayTake(int seats, int borrowable) {
        int wanted = executingSeats + seats;
        if (level.exempt() || executingSeats == 0 || wanted <= nominal) {
            return true;
        }
        int more = Math.min(seats, wanted - nominal);
        return wanted <= upperLimit() && more <= borrowable;
    }

    /** The shortest queue of a flow's hand. */
    private FlowQueue choose(long hash) {
        int handSize = level.queuing().map(Queuing::handSize).orElse(1);
        FlowQueue best = null;
        for (int index : ShuffleShards.deal(hash, queues.size(), handSize)) {
            FlowQueue queue = queues.get(index);
            if (best == null || queue.waitingSeats() + queue.executing < best.waitingSeats() + best.executing) {
                best = queue;
            }
        }
        return best;
    }

    /** False when the queue is full. */
    boolean enqueue(Waiter waiter, long nanos) {
        advance(nanos);
        FlowQueue queue = choose(waiter.hash);
        if (queue.waiters.size() >= level.queuing().map(Queuing::lengthLimit).orElse(0)) {
            return false;
        }
        if (!queue.isActive()) {
            queue.nextStart = virtualTime;
        }
        place(waiter, queue);
        waiting++;
        return true;
    }

    private static void place(Waiter waiter, FlowQueue queue) {
        waiter.queue = queue;
        queue.waiters.add(waiter);
    }

    void giveUp(Waiter waiter) {
        if (waiter.queue.waiters.remove(waiter)) {
            waiting--;
        }
    }

    /** The waiter whose work would be done first if all were served at once. */
    Optional<Waiter> next() {
        return queues.stream()
                .filter(queue -> !queue.waiters.isEmpty())
                .min(Comparator.comparingDouble(
                        queue -> queue.nextStart + GUESS_NANOS * queue.waiters.getFirst().seats))
                .map(queue -> queue.waiters.getFirst());
    }

    void dispatch(Waiter waiter, long nanos) {
        advance(nanos);
        waiter.queue.waiters.remove(waiter);
        waiting--;
        waiter.dispatched = true;
        waiter.queue.nextStart += GUESS_NANOS * waiter.seats;
        waiter.queue.executing += waiter.seats;
        take(waiter.seats);
    }

    void take(int seats) {
        executing++;
        executingSeats += seats;
    }

    /** Corrects the guess by what it took; {@code queue} is null when it did not come through one. */
    void release(FlowQueue queue, int seats, long tookNanos, long nanos) {
        advance(nanos);
        if (queue != null) {
            queue.nextStart -= (GUESS_NANOS - tookNanos) * seats;
            queue.executing -= seats;
        }
        executing--;
        executingSeats -= seats;
    }

    private void advance(long nanos) {
        long active = queues.stream().filter(FlowQueue::isActive).count();
        if (active > 0) {
            int demand = executingSeats
                    + queues.stream().mapToInt(FlowQueue::waitingSeats).sum();
            virtualTime += (nanos - lastNanos) * (double) Math.min(demand, Math.max(1, nominal)) / active;
        }
        lastNanos = nanos;
    }
}
