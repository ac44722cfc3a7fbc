package dev.caravel.scheduler.framework;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The answer of a plugin.
 *
 * @param reasons for people, counted over nodes in the pod's condition
 * @param plugin who rejected the pod; empty on success
 */
public record Status(Code code, List<String> reasons, String plugin) {
    public static final Status SUCCESS = new Status(Code.SUCCESS, List.of(), "");
    public static final Status SKIP = new Status(Code.SKIP, List.of(), "");

    public Status {
        requireNonNull(code, "code is null");
        reasons = List.copyOf(reasons);
        requireNonNull(plugin, "plugin is null");
    }

    public static Status unschedulable(String plugin, String... reasons) {
        return new Status(Code.UNSCHEDULABLE, List.of(reasons), plugin);
    }

    public static Status unresolvable(String plugin, String... reasons) {
        return new Status(Code.UNSCHEDULABLE_AND_UNRESOLVABLE, List.of(reasons), plugin);
    }

    public static Status error(String plugin, String message) {
        return new Status(Code.ERROR, List.of(message), plugin);
    }

    public boolean isSuccess() {
        return code == Code.SUCCESS;
    }

    public boolean isSkip() {
        return code == Code.SKIP;
    }

    /** Whether the pod was refused, rather than something having gone wrong. */
    public boolean isRejected() {
        return code == Code.UNSCHEDULABLE || code == Code.UNSCHEDULABLE_AND_UNRESOLVABLE || code == Code.PENDING;
    }

    public String message() {
        return String.join(", ", reasons);
    }
}
