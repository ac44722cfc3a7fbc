package dev.caravel.machinery.leaderelection;

import dev.caravel.machinery.role.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The {@code --leader-elect*} flags, to mix into a role's options. The role sets its own default for the lease's name. */
public final class LeaderElectionOptions {
    @Option(
            names = "--leader-elect",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Start a leader election client and gain leadership before executing the main loop.")
    public boolean enabled;

    @Option(
            names = "--leader-elect-lease-duration",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description = "How long non-leader candidates wait after observing a leadership renewal.")
    public Duration leaseDuration;

    @Option(
            names = "--leader-elect-renew-deadline",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "The time within which the leader must renew its lease before it stops leading.")
    public Duration renewDeadline;

    @Option(
            names = "--leader-elect-retry-period",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "The time to wait between tries of acquiring and renewing leadership.")
    public Duration retryPeriod;

    @Option(
            names = "--leader-elect-resource-lock",
            defaultValue = "leases",
            description = "The type of resource object that is used for locking; only 'leases' is supported.")
    public String resourceLock;

    @Option(
            names = "--leader-elect-resource-name",
            description = "The name of the resource object that is used for locking.")
    public String resourceName;

    @Option(
            names = "--leader-elect-resource-namespace",
            defaultValue = "kube-system",
            description = "The namespace of the resource object that is used for locking.")
    public String resourceNamespace;

    /**
     * The flags as settings.
     *
     * @param defaultName the lease's name unless a flag says otherwise
     * @throws IllegalArgumentException when they do not fit together
     */
    public ElectionSettings settings(String defaultName) {
        if (!resourceLock.equals("leases")) {
            throw new IllegalArgumentException(
                    "resourceLock: Invalid value: \"" + resourceLock + "\": resourceLock value must be \"leases\"");
        }
        return new ElectionSettings(
                resourceNamespace,
                resourceName == null ? defaultName : resourceName,
                leaseDuration,
                renewDeadline,
                retryPeriod);
    }
}
