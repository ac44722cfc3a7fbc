package dev.caravel.bench.histories;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one watch told without a gap, over as many connections as it took.
 *
 * @param initial the objects that it began with, for a watch that was to send them
 * @param after the revision after which it tells of everything
 * @param reached up to where it has told everything: its last event, or bookmark
 */
public record WatchSegment(
        String watcher,
        Optional<Map<String, Outcome.Version>> initial,
        long after,
        List<Change> changes,
        long reached) {}
