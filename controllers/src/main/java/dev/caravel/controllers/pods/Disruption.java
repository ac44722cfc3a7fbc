package dev.caravel.controllers.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells in a pod's status why it is about to be deleted (KEP-3329). */
public final class Disruption {
    private final ApiRequests requests;
    private final Clock clock;

    public Disruption(KubernetesClient client, Clock clock) {
        requests = new ApiRequests(client);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Does nothing for a pod that is gone; {@code phase} is set when given. */
    public void mark(Pod pod, String reason, String message, Optional<String> phase) {
        Map<String, Object> status = new HashMap<>();
        status.put(
                "conditions",
                List.of(Map.of(
                        "type",
                        "DisruptionTarget",
                        "status",
                        "True",
                        "reason",
                        reason,
                        "message",
                        message,
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())));
        phase.ifPresent(value -> status.put("phase", value));
        try {
            requests.send(
                    "PATCH",
                    ApiRequests.pathOf(pod) + "/status",
                    ApiRequests.STRATEGIC_MERGE_PATCH,
                    Map.of("metadata", Map.of("uid", pod.getMetadata().getUid()), "status", status),
                    Void.class);
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
        }
    }
}
