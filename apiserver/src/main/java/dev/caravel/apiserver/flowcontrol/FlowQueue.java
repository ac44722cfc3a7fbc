package dev.caravel.apiserver.flowcontrol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/** One of a priority level's queues. Guarded by the dispatcher's lock. */
final class FlowQueue {
    /** A request that waits for its seats. */
    static final class Waiter {
        final long hash;
        final int seats;
        final Condition admitted;
        FlowQueue queue;
        boolean dispatched;

        Waiter(long hash, int seats, Condition admitted) {
            this.hash = hash;
            this.seats = seats;
            this.admitted = admitted;
        }
    }

    final Deque<Waiter> waiters = new ArrayDeque<>();
    int executing;

    /** When, in the level's virtual time, the first waiter would begin if all queues were served at once. */
    double nextStart;

    int waitingSeats() {
        return waiters.stream().mapToInt(waiter -> waiter.seats).sum();
    }

    boolean isActive() {
        return executing > 0 || !waiters.isEmpty();
    }
}
