package dev.caravel.scheduler.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import dev.caravel.scheduler.queue.QueueSettings;

/** A KubeSchedulerConfiguration with defaults filled in. */
public record SchedulerConfiguration(
        Optional<Path> kubeconfig,
        int percentageOfNodesToScore,
        QueueSettings queue,
        LeaderElectionSettings leaderElection,
        List<ProfileConfiguration> profiles) {

    /** What upstream's scheduler does without {@code --config}. */
    public static SchedulerConfiguration standard() {
        return new SchedulerConfiguration(
                Optional.empty(),
                0,
                QueueSettings.DEFAULT,
                LeaderElectionSettings.DEFAULT,
                List.of(new ProfileConfiguration(
                        "default-scheduler", OptionalInt.empty(), PluginChoice.NONE, Map.of(), Map.of())));
    }
}
