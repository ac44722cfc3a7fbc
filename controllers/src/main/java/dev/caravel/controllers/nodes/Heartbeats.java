package dev.caravel.controllers.nodes;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When this process last saw a sign of life of each node: its own clock, never that of the node. Thread-safe. */
final class Heartbeats {
    private final Clock clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    Heartbeats(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    void beat(String node) {
        seen.put(node, clock.instant());
    }

    /** The last sign of life; for a node that is new to this process, now. */
    Instant last(String node) {
        return seen.computeIfAbsent(node, _ -> clock.instant());
    }

    void forget(String node) {
        seen.remove(node);
    }
}
