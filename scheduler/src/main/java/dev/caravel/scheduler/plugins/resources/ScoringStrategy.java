package dev.caravel.scheduler.plugins.resources;

import dev.caravel.scheduler.cluster.ResourceNames;
import dev.caravel.scheduler.cluster.Resources;
import dev.caravel.scheduler.framework.ScorePlugin;
import java.util.List;

/** Ranks a node by how full it would be with the pod. */
public sealed interface ScoringStrategy {
    List<WeightedResource> resources();

    /** The score for one resource. */
    long score(long used, long capacity);

    /** From 0 to 100: the weighted mean over the resources that the node has. */
    default long score(Resources wanted, Resources taken, Resources allocatable) {
        long sum = 0;
        long weights = 0;
        for (WeightedResource resource : resources()) {
            int place = resource.place();
            long capacity = allocatable.get(place);
            boolean unasked = ResourceNames.isScalar(place) && wanted.get(place) == 0;
            if (capacity != 0 && !unasked) {
                long score = score(taken.get(place) + wanted.get(place), capacity);
                if (counts(score)) {
                    sum += resource.weight() * score;
                    weights += resource.weight();
                }
            }
        }
        return weights == 0 ? 0 : rounded(sum, weights);
    }

    default boolean counts(long score) {
        return true;
    }

    default long rounded(long sum, long weights) {
        return sum / weights;
    }

    /** The emptier the better: spreads pods. */
    record LeastAllocated(List<WeightedResource> resources) implements ScoringStrategy {
        @Override
        public long score(long used, long capacity) {
            return used > capacity ? 0 : (capacity - used) * ScorePlugin.MAX_SCORE / capacity;
        }
    }

    /** The fuller the better: packs pods. */
    record MostAllocated(List<WeightedResource> resources) implements ScoringStrategy {
        @Override
        public long score(long used, long capacity) {
            return Math.min(used, capacity) * ScorePlugin.MAX_SCORE / capacity;
        }
    }

    /** As a broken line through points (utilization in percent, score from 0 to 10) says. */
    record RequestedToCapacityRatio(List<WeightedResource> resources, List<Point> shape) implements ScoringStrategy {
        private static final long MAX_POINT_SCORE = 10;

        public record Point(long utilization, long score) {}

        @Override
        public long score(long used, long capacity) {
            return along(used > capacity ? 100 : used * 100 / capacity);
        }

        private long along(long utilization) {
            Point last = null;
            for (Point point : shape) {
                if (utilization <= point.utilization()) {
                    return last == null ? scaled(point) : between(last, point, utilization);
                }
                last = point;
            }
            return scaled(shape.getLast());
        }

        private static long between(Point from, Point to, long utilization) {
            return scaled(from)
                    + (scaled(to) - scaled(from))
                            * (utilization - from.utilization())
                            / (to.utilization() - from.utilization());
        }

        private static long scaled(Point point) {
            return point.score() * (ScorePlugin.MAX_SCORE / MAX_POINT_SCORE);
        }

        @Override
        public boolean counts(long score) {
            return score > 0;
        }

        @Override
        public long rounded(long sum, long weights) {
            return Math.round((double) sum / weights);
        }
    }
}
