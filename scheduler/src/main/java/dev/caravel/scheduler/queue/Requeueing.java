package dev.caravel.scheduler.queue;

import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.QueueingHint;
import java.util.List;
import java.util.Map;

/** Decides whether an event is worth another try of a pod, by the hints of the plugins that rejected it. */
public final class Requeueing {
    enum Decision {
        STAY,
        AFTER_BACKOFF,
        NOW
    }

    /** A hint and the plugin that gave it. */
    public record Hint(String plugin, QueueingHint hint) {}

    private final Map<String, List<Hint>> byProfile;

    /** @param byProfile the hints of all plugins of each scheduler name */
    public Requeueing(Map<String, List<Hint>> byProfile) {
        this.byProfile = Map.copyOf(byProfile);
    }

    boolean isOfInterest(ClusterEvent event) {
        return byProfile.values().stream().flatMap(List::stream).anyMatch(hint -> hint.hint()
                .concerns(event));
    }

    Decision decide(QueuedPod queued, ClusterEvent event, Change change) {
        if (queued.rejectors().isEmpty()) {
            return Decision.AFTER_BACKOFF;
        }
        Decision decision = Decision.STAY;
        for (Hint hint : byProfile.getOrDefault(queued.pod().schedulerName(), List.of())) {
            if (queued.rejectors().contains(hint.plugin())
                    && hint.hint().concerns(event)
                    && hint.hint().mayHelp().test(queued.pod(), change)) {
                if (queued.pendingPlugins().contains(hint.plugin())) {
                    return Decision.NOW;
                }
                decision = Decision.AFTER_BACKOFF;
            }
        }
        return decision;
    }
}
