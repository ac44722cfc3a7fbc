package dev.caravel.apiserver.kinds.services;

import dev.caravel.apiserver.kinds.KindBehavior.Allocation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What one write takes from one pool and will give back to it; in a dry run nothing is taken or given back. */
final class Reservation<T> implements Allocation {
    private final ClaimPool<T> pool;
    private final Ledger<T> ledger;
    private final ServiceView service;
    private final String owner;
    private final boolean dryRun;
    private final Set<T> taken = new HashSet<>();
    private final Set<T> obsolete = new HashSet<>();

    /** Free as far as the pool knows, and someone else's by the ledger; claimed until the end, not to be tried again. */
    private final Set<T> elsewhere = new HashSet<>();

    Reservation(ClaimPool<T> pool, Ledger<T> ledger, ServiceView service, boolean dryRun) {
        this.pool = pool;
        this.ledger = ledger;
        this.service = service;
        this.owner = service.owner();
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
        boolean free = dryRun ? !taken.contains(value) && pool.isFree(value) : claim(value);
        if (free) {
            taken.add(value);
        }
        return free;
    }

    private boolean claim(T value) {
        return pool.claim(value, owner) && enter(value);
    }

    private boolean enter(T value) {
        if (ledger.enter(value, service)) {
            return true;
        }
        elsewhere.add(value);
        return false;
    }

    Optional<T> takeAny() {
        Optional<T> value = dryRun ? pool.findFree() : claimAny();
        value.ifPresent(taken::add);
        return value;
    }

    private Optional<T> claimAny() {
        Optional<T> value = pool.claimAny(owner);
        while (value.isPresent() && !enter(value.get())) {
            value = pool.claimAny(owner);
        }
        return value;
    }

    /** Given back on commit. */
    void releaseLater(T value) {
        obsolete.add(value);
    }

    @Override
    public void commit() {
        if (!dryRun) {
            obsolete.stream().filter(value -> !taken.contains(value)).forEach(this::giveBack);
            taken.forEach(value -> pool.unpin(value, owner));
            forgetElsewhere();
        }
    }

    @Override
    public void rollback() {
        if (!dryRun) {
            taken.forEach(this::giveBack);
            forgetElsewhere();
        }
    }

    private void giveBack(T value) {
        ledger.strike(value, service);
        pool.release(value, owner);
    }

    private void forgetElsewhere() {
        elsewhere.forEach(value -> pool.release(value, owner));
    }
}
