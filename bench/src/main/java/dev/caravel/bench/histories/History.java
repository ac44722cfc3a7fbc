package dev.caravel.bench.histories;

import java.util.List;

/**
 * Some clients on a few objects of their own.
 *
 * @param seed from which what they tried can be had again
 * @param changes of those objects, in order, by the store's account
 */
public record History(long seed, List<Operation> operations, List<WatchSegment> watches, List<Change> changes) {}
