package dev.caravel.apiserver.flowcontrol;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.flowcontrol.FlowQueue.Waiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Gives the server's seats to requests, by priority level. Thread-safe; a waiting request blocks its thread. */
final class Dispatcher {
    /** Why a request got no seat, in upstream's words. */
    enum Refusal {
        QUEUE_FULL("queue-full"),
        TIME_OUT("time-out"),
        CONCURRENCY_LIMIT("concurrency-limit");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What became of a request that came in. */
    sealed interface Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    /** Seats that are to be given back. */
    record Seated(LevelState state, FlowQueue queue, int seats, long since) implements Outcome {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LevelState> levels = new HashMap<>();
    private final LongSupplier nanos;

    Dispatcher(LongSupplier nanos) {
        this.nanos = requireNonNull(nanos, "nanos is null");
    }

    /** Shares out the server's seats anew; what no longer is configured ends when its requests have. */
    void configure(List<PriorityLevel> wanted, int serverSeats) {
        int shares = wanted.stream().mapToInt(PriorityLevel::shares).sum();
        lock.lock();
        try {
            levels.values()
                    .removeIf(state -> state.isIdle()
                            && wanted.stream().noneMatch(level -> level.name()
                                    .equals(state.level().name())));
            for (PriorityLevel level : wanted) {
                int seats = shares == 0 ? 0 : Math.ceilDiv(serverSeats * level.shares(), shares);
                LevelState state = levels.get(level.name());
                if (state == null) {
                    levels.put(level.name(), new LevelState(level, seats, nanos.getAsLong()));
                } else {
                    state.configure(level, seats);
                }
            }
            dispatchAll();
        } finally {
            lock.unlock();
        }
    }

    /** The widest that a request of a level may be: 15 % of its seats, as upstream. */
    int widest(String level) {
        lock.lock();
        try {
            LevelState state = levels.get(level);
            return state == null ? 1 : Math.max(1, (int) Math.ceil(state.nominal() * 0.15));
        } finally {
            lock.unlock();
        }
    }

    /** @param patience how long to wait at most */
    Outcome enter(String level, String flow, int seats, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            LevelState state = levels.get(level);
            if (state.level().exempt() || state.level().queuing().isEmpty()) {
                if (!state.mayTake(seats, borrowable())) {
                    return new Refused(Refusal.CONCURRENCY_LIMIT);
                }
                state.take(seats);
                return new Seated(state, null, seats, nanos.getAsLong());
            }
            Waiter waiter = new Waiter(ShuffleShards.hash(flow), seats, lock.newCondition());
            if (!state.enqueue(waiter, nanos.getAsLong())) {
                return new Refused(Refusal.QUEUE_FULL);
            }
            dispatch(state);
            return await(state, waiter, patience);
        } finally {
            lock.unlock();
        }
    }

    private Outcome await(LevelState state, Waiter waiter, Duration patience) throws InterruptedException {
        long remaining = patience.toNanos();
        try {
            while (!waiter.dispatched && remaining > 0) {
                remaining = waiter.admitted.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            if (waiter.dispatched) {
                release(new Seated(state, waiter.queue, waiter.seats, nanos.getAsLong()));
            }
            state.giveUp(waiter);
            throw e;
        }
        if (waiter.dispatched) {
            return new Seated(state, waiter.queue, waiter.seats, nanos.getAsLong());
        }
        state.giveUp(waiter);
        return new Refused(Refusal.TIME_OUT);
    }

    void release(Seated seated) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            seated.state().release(seated.queue(), seated.seats(), now - seated.since(), now);
            dispatchAll();
        } finally {
            lock.unlock();
        }
    }

    private void dispatchAll() {
        levels.values().forEach(this::dispatch);
    }

    private void dispatch(LevelState state) {
        while (state.waiting() > 0) {
            Waiter next = state.next().orElseThrow();
            if (!state.mayTake(next.seats, borrowable())) {
                return;
            }
            state.dispatch(next, nanos.getAsLong());
            next.admitted.signal();
        }
    }

    private int borrowable() {
        int lendable = levels.values().stream().mapToInt(LevelState::lendable).sum();
        int borrowed = levels.values().stream().mapToInt(LevelState::borrowed).sum();
        return lendable - borrowed;
    }

    /** Shows the state of each level, while nothing changes. */
    void inspect(Consumer<LevelState> each) {
        lock.lock();
        try {
            levels.values().forEach(each);
        } finally {
            lock.unlock();
        }
    }
}
