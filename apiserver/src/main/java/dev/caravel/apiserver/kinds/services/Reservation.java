package dev.caravel.apiserver.kinds.services;

import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What one write takes from one pool and will give back to it; in a dry run nothing is taken or given back. */
final class Reservation<T> implements Allocation {
    private final ClaimPool<T> pool;
    private final String owner;
    private final boolean dryRun;
    private final Set<T> taken = new HashSet<>();
    private final Set<T> obsolete = new HashSet<>();

    Reservation(ClaimPool<T> pool, String owner, boolean dryRun) {
        this.pool = pool;
        this.owner = owner;
        this.dryRun = dryRun;
    }

    /** In words, for messages. */
    String range() {
        return pool.range();
    }

    boolean inRange(T value) {
        return pool.contains(value);
    }

    /** False when someone, or this write itself, has it. */
    boolean take(T value) {
        boolean free = dryRun ? !taken.contains(value) && pool.isFree(value) : pool.claim(value, owner);
        if (free) {
            taken.add(value);
        }
        return free;
    }

    Optional<T> takeAny() {
        Optional<T> value = dryRun ? pool.findFree() : pool.claimAny(owner);
        value.ifPresent(taken::add);
        return value;
    }

    /** Given back on commit. */
    void releaseLater(T value) {
        obsolete.add(value);
    }

    @Override
    public void commit() {
        if (!dryRun) {
            obsolete.stream().filter(value -> !taken.contains(value)).forEach(value -> pool.release(value, owner));
            taken.forEach(value -> pool.unpin(value, owner));
        }
    }

    @Override
    public void rollback() {
        if (!dryRun) {
            taken.forEach(value -> pool.release(value, owner));
        }
    }
}
