package dev.caravel.scheduler.config;

import dev.caravel.scheduler.queue.QueueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A KubeSchedulerConfiguration with defaults filled in.
 *
 * @param fromFile whether it was read from a file, which then prevails over flags
 */
public record SchedulerConfiguration(
        boolean fromFile,
        Optional<Path> kubeconfig,
        int percentageOfNodesToScore,
        QueueSettings queue,
        LeaderElection leaderElection,
        List<ProfileConfiguration> profiles) {

    /** What upstream's scheduler does without {@code --config}. */
    public static SchedulerConfiguration standard() {
        return new SchedulerConfiguration(
                false,
                Optional.empty(),
                0,
                QueueSettings.DEFAULT,
                LeaderElection.DEFAULT,
                List.of(new ProfileConfiguration(
                        "default-scheduler", OptionalInt.empty(), PluginChoice.NONE, Map.of(), Map.of())));
    }

    /** The same with what only a flag can say. */
    public SchedulerConfiguration withLongestUnschedulable(Duration duration) {
        QueueSettings changed = new QueueSettings(queue.initialBackoff(), queue.maximumBackoff(), duration);
        return new SchedulerConfiguration(
                fromFile, kubeconfig, percentageOfNodesToScore, changed, leaderElection, profiles);
    }
}
