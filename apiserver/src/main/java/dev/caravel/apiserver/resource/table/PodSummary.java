package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod is at, in the few words that {@code kubectl get pods} has room for.
 *
 * @param ready containers that are ready, of all that should run beside each other
 * @param lastRestart when the container that ended last did so
 */
record PodSummary(String ready, String status, int restarts, Optional<Instant> lastRestart) {

    static PodSummary of(ObjectNode pod) {
        return new Reading(pod).summary();
    }

    private static final class Reading {
        private final ObjectNode pod;
        private final Set<String> sidecars = new HashSet<>();
        private final int initContainers;
        private String reason;
        private int ready;
        private Count counted = new Count();
        private final Count ofSidecars = new Count();

        Reading(ObjectNode pod) {
            this.pod = pod;
            var phase = JsonPaths.text(pod, "status.phase");
            reason = Texts.orElse(JsonPaths.text(pod, "status.reason"), phase);
            if (Conditions.find(pod, "PodScheduled")
                    .filter(condition -> condition.path("reason").asText().equals("SchedulingGated"))
                    .isPresent()) {
                reason = "SchedulingGated";
            }
            var inits = JsonPaths.at(pod, "spec.initContainers");
            initContainers = inits.size();
            inits.valueStream()
                    .filter(container ->
                            container.path("restartPolicy").asText().equals("Always"))
                    .forEach(container -> sidecars.add(container.path("name").asText()));
        }

        PodSummary summary() {
            if (!initializing() || Conditions.isTrue(pod, "Initialized")) {
                counted = ofSidecars;
                running();
            }
            if (pod.path("metadata").has("deletionTimestamp")) {
                var phase = JsonPaths.text(pod, "status.phase");
                if (JsonPaths.text(pod, "status.reason").equals("NodeLost")) {
                    reason = "Unknown";
                } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                    reason = "Terminating";
                }
            }
            var total = JsonPaths.at(pod, "spec.containers").size() + sidecars.size();
            return new PodSummary(ready + "/" + total, reason, counted.restarts, Optional.ofNullable(counted.last));
        }

        /** Stops at the first init container that keeps the pod from going on. */
        private boolean initializing() {
            var index = 0;
            for (var container : JsonPaths.at(pod, "status.initContainerStatuses")) {
                counted.add(container);
                var sidecar = sidecars.contains(container.path("name").asText());
                if (sidecar) {
                    ofSidecars.add(container);
                }
                var terminated = container.path("state").path("terminated");
                var waiting =
                        container.path("state").path("waiting").path("reason").asText("");
                var succeeded =
                        terminated.isObject() && terminated.path("exitCode").asInt() == 0;
                if (sidecar && !succeeded && container.path("started").asBoolean()) {
                    ready += container.path("ready").asBoolean() ? 1 : 0;
                } else if (!succeeded) {
                    if (terminated.isObject()) {
                        reason = "Init:" + endOf(terminated);
                    } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                        reason = "Init:" + waiting;
                    } else {
                        reason = "Init:%d/%d".formatted(index, initContainers);
                    }
                    return true;
                }
                index++;
            }
            return false;
        }

        private void running() {
            var someRun = false;
            var failure = "";
            var statuses = JsonPaths.at(pod, "status.containerStatuses");
            for (var i = statuses.size() - 1; i >= 0; i--) {
                var container = statuses.get(i);
                counted.add(container);
                var state = container.path("state");
                var waiting = state.path("waiting").path("reason").asText("");
                if (!waiting.isEmpty()) {
                    reason = waiting;
                } else if (state.path("terminated").isObject()) {
                    reason = endOf(state.path("terminated"));
                    if (state.path("terminated").path("exitCode").asInt() != 0) {
                        failure = reason;
                    }
                } else if (container.path("ready").asBoolean()
                        && state.path("running").isObject()) {
                    someRun = true;
                    ready++;
                }
            }
            if (reason.equals("Completed")) {
                if (someRun && Conditions.isTrue(pod, "Ready")) {
                    reason = "Running";
                } else if (!failure.isEmpty()) {
                    reason = failure;
                } else if (someRun) {
                    reason = "NotReady";
                }
            }
        }

        private static String endOf(JsonNode terminated) {
            var reason = terminated.path("reason").asText("");
            if (!reason.isEmpty()) {
                return reason;
            }
            var signal = terminated.path("signal").asInt();
            return signal != 0
                    ? "Signal:" + signal
                    : "ExitCode:" + terminated.path("exitCode").asInt();
        }
    }

    private static final class Count {
        private int restarts;
        private Instant last;

        void add(JsonNode container) {
            restarts += container.path("restartCount").asInt();
            Ages.time(container.path("lastState").path("terminated").path("finishedAt"))
                    .filter(time -> last == null || time.isAfter(last))
                    .ifPresent(time -> last = time);
        }
    }
}
