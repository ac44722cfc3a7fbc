package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Status.Cause;
import dev.caravel.apiserver.status.Status.Details;
import dev.caravel.apiserver.status.Statuses;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A PodDisruptionBudget as evictions see it. */
record DisruptionBudget(ObjectNode object) {
    static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");

    private static final GroupResource BUDGET = new GroupResource("policy", "poddisruptionbudget");

    /** That many evictions without any seen by the budget's controller: something is wrong. */
    private static final int MAX_DISRUPTED_PODS = 2000;

    String name() {
        return object.at("/metadata/name").asText();
    }

    /** A budget with a selector that makes no sense guards nothing. */
    boolean guards(JsonNode pod) {
        try {
            return ObjectSelector.of(object.at("/spec/selector")).matches(pod.at("/metadata/labels"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a pod that is not ready may go without counting as a disruption. */
    boolean freesUnready() {
        if (object.at("/spec/unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow")) {
            return true;
        }
        long desired = status("desiredHealthy");
        return desired > 0 && status("currentHealthy") >= desired;
    }

    /** Counts one more disruption, of the pod, in the budget's status. @throws ApiException when none is allowed */
    ObjectNode disrupt(String podName, Instant now) {
        if (status("observedGeneration") < object.at("/metadata/generation").asLong()) {
            throw busy(name());
        }
        long allowed = status("disruptionsAllowed");
        if (allowed < 0) {
            throw Statuses.forbidden(BUDGET, name(), "pdb disruptions allowed is negative");
        }
        if (object.at("/status/disruptedPods").size() > MAX_DISRUPTED_PODS) {
            throw Statuses.forbidden(
                    BUDGET, name(), "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw refusal(why(), 0);
        }
        ObjectNode status = object.withObject("/status");
        status.put("disruptionsAllowed", allowed - 1);
        if (allowed == 1) {
            markInsufficient(now);
        }
        status.withObject("/disruptedPods")
                .put(podName, now.truncatedTo(ChronoUnit.SECONDS).toString());
        return object;
    }

    /** Told while the budget is behind its own specification, or is being changed by someone else. */
    static ApiException busy(String name) {
        return refusal("The disruption budget %s is still being processed by the server.".formatted(name), 10);
    }

    private static ApiException refusal(String cause, int retryAfterSeconds) {
        return new ApiException(new Status(
                429,
                "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.",
                Optional.of(new Details(
                        "", "", "", "", List.of(new Cause("DisruptionBudget", cause, "")), retryAfterSeconds))));
    }

    private String why() {
        JsonNode condition = condition();
        String message = condition.path("message").asText();
        String reason = condition.path("reason").asText();
        boolean told = condition.path("status").asText().equals("False") && !message.isEmpty();
        if (told && reason.equals("SyncFailed")) {
            return "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
                    .formatted(name(), message);
        }
        if (status("currentHealthy") <= status("desiredHealthy")) {
            return "The disruption budget %s needs %d healthy pods and has %d currently"
                    .formatted(name(), status("desiredHealthy"), status("currentHealthy"));
        }
        return told
                ? "The disruption budget %s does not allow evicting pods currently (%s): %s"
                        .formatted(name(), reason, message)
                : "The disruption budget %s does not allow evicting pods currently".formatted(name());
    }

    private void markInsufficient(Instant now) {
        ObjectNode condition;
        if (condition() instanceof ObjectNode present) {
            condition = present;
        } else {
            condition = object.withObject("/status")
                    .withArray("/conditions")
                    .addObject()
                    .put("type", "DisruptionAllowed");
        }
        if (!condition.path("status").asText().equals("False")) {
            condition.put(
                    "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.put("status", "False").put("reason", "InsufficientPods").put("message", "");
        condition.put("observedGeneration", status("observedGeneration"));
    }

    private JsonNode condition() {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals("DisruptionAllowed")) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    private long status(String field) {
        return object.at("/status").path(field).asLong();
    }
}
