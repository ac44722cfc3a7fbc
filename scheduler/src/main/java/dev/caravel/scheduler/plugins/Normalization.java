package dev.caravel.scheduler.plugins;

import dev.caravel.scheduler.framework.ScorePlugin;
import java.util.Arrays;

/** Stretches scores so that the highest becomes the highest allowed. */
public final class Normalization {
    private Normalization() {}

    public static void highestIsBest(long[] scores) {
        long highest = Arrays.stream(scores).max().orElse(0);
        if (highest == 0) {
            return;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ScorePlugin.MAX_SCORE * scores[i] / highest;
        }
    }

    /** Spreads scores of any sign over the whole range; all alike become 0. */
    public static void spread(long[] scores) {
        long lowest = Arrays.stream(scores).min().orElse(0);
        long range = Arrays.stream(scores).max().orElse(0) - lowest;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = range == 0 ? 0 : (long) (ScorePlugin.MAX_SCORE * ((double) (scores[i] - lowest) / range));
        }
    }

    public static void lowestIsBest(long[] scores) {
        highestIsBest(scores);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ScorePlugin.MAX_SCORE - scores[i];
        }
    }
}
