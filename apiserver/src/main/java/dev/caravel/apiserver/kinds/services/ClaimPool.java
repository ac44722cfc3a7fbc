package dev.caravel.apiserver.kinds.services;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who holds which value of a range. Every value has at most one owner at a time. A claim is pinned while the write that
 * made it is under way: what is learned from (always somewhat older) watch events does not touch it. Thread-safe.
 */
final class ClaimPool<T> {
    private record Claim(String owner, boolean pinned) {}

    private final AllocationRange<T> range;
    private final RandomGenerator random;
    private final Map<T, Claim> claims = new HashMap<>();

    ClaimPool(AllocationRange<T> range, RandomGenerator random) {
        this.range = requireNonNull(range, "range is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** In words, for messages. */
    String range() {
        return range.toString();
    }

    boolean contains(T value) {
        return range.contains(value);
    }

    synchronized boolean isFree(T value) {
        return !claims.containsKey(value);
    }

    /** False when the value is taken. */
    synchronized boolean claim(T value, String owner) {
        return claims.putIfAbsent(value, new Claim(owner, true)) == null;
    }

    /** Any free value; empty when the range is used up. */
    synchronized Optional<T> claimAny(String owner) {
        Optional<T> free = findFree();
        free.ifPresent(value -> claims.put(value, new Claim(owner, true)));
        return free;
    }

    synchronized Optional<T> findFree() {
        return range.candidates(random)
                .filter(value -> !claims.containsKey(value))
                .findFirst();
    }

    synchronized void release(T value, String owner) {
        claims.computeIfPresent(value, (key, claim) -> claim.owner().equals(owner) ? null : claim);
    }

    /** The write that made the claim is done. */
    synchronized void unpin(T value, String owner) {
        claims.computeIfPresent(value, (key, claim) -> claim.owner().equals(owner) ? new Claim(owner, false) : claim);
    }

    /** What a stored object holds: takes what is free of it, and gives back what the owner held besides. */
    synchronized void observe(Set<T> held, String owner) {
        claims.entrySet()
                .removeIf(entry -> entry.getValue().owner().equals(owner)
                        && !entry.getValue().pinned()
                        && !held.contains(entry.getKey()));
        held.forEach(value -> claims.putIfAbsent(value, new Claim(owner, false)));
    }

    synchronized void releaseAll(String owner) {
        claims.values().removeIf(claim -> claim.owner().equals(owner));
    }
}
