package dev.caravel.apiserver.kinds.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.StoredFields;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pods: a new one is pending and has its QoS class; a running one is deleted gracefully. */
public final class PodBehavior implements KindBehavior {
    public static final GroupResource PODS = new GroupResource("", "pods");

    private final Clock clock;

    public PodBehavior(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public GroupResource resource() {
        return PODS;
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode pod) {
        pod.withObject("/metadata").put("generation", 1);
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Pending");
        PodLevelDefaults.apply(pod);
        status.put("qosClass", QosClass.of(pod).text());
        if (!pod.at("/spec/schedulingGates").isEmpty()) {
            new PodConditions(clock)
                    .set(
                            pod,
                            "PodScheduled",
                            "False",
                            "SchedulingGated",
                            "Scheduling is blocked due to non-empty scheduling gates");
        }
        MatchLabelKeys.apply(pod);
        if (pod.at("/spec/terminationGracePeriodSeconds").asLong() < 0) {
            pod.withObject("/spec").put("terminationGracePeriodSeconds", 1);
        }
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode pod, ObjectNode old) {
        switch (context.subresource()) {
            case "status" -> keepWhatStatusWritersMayNotChange(pod, old);
            case "ephemeralcontainers" -> PodPartialUpdate.keepAllButEphemeralContainers(pod, old);
            case "resize" -> PodPartialUpdate.keepAllButResources(pod, old);
            default -> {}
        }
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode pod, Optional<ObjectNode> old) {
        if (old.isEmpty()) {
            return notOfNewPods(pod);
        }
        return switch (context.subresource()) {
            case "ephemeralcontainers" -> PodPartialUpdate.validateEphemeralContainers(pod, old.get());
            case "status" -> PodStatusFaults.of(pod, old.get());
            case "resize" -> PodResizeFaults.of(pod, old.get());
            default -> List.of();
        };
    }

    private static List<FieldError> notOfNewPods(ObjectNode pod) {
        List<FieldError> errors = new ArrayList<>();
        if (!pod.at("/spec/ephemeralContainers").isEmpty()) {
            errors.add(FieldError.forbidden("spec.ephemeralContainers", "cannot be set on create"));
        }
        if (!pod.at("/spec/nodeName").asText().isEmpty()
                && !pod.at("/spec/schedulingGates").isEmpty()) {
            errors.add(
                    FieldError.forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
        }
        return errors;
    }

    private static void keepWhatStatusWritersMayNotChange(ObjectNode pod, ObjectNode old) {
        StoredFields.keep(pod.withObject("/metadata"), "ownerReferences", old.path("metadata"));
        ObjectNode status = pod.withObject("/status");
        JsonNode qos = old.at("/status/qosClass");
        if (status.path("qosClass").asText().isEmpty() && qos.isTextual()) {
            status.set("qosClass", qos);
        }
        ObservedGenerations.keep(pod, old);
        pairAddresses(status);
    }

    /** The single address is the first of the list; when they differ, an older kubelet has written the single one. */
    private static void pairAddresses(ObjectNode status) {
        String single = status.path("podIP").asText();
        JsonNode first = status.path("podIPs").path(0).path("ip");
        if (single.isEmpty() && !first.asText().isEmpty()) {
            status.set("podIP", first);
        } else if (!single.isEmpty() && !single.equals(first.asText())) {
            status.putArray("podIPs").addObject().put("ip", single);
        }
    }

    /** Not scheduled or already terminated: nobody has to stop anything, and the pod goes at once. */
    @Override
    public Optional<Duration> gracePeriod(ObjectNode pod, Optional<Duration> requested) {
        String phase = pod.at("/status/phase").asText();
        boolean nothingRuns =
                pod.at("/spec/nodeName").asText().isEmpty() || phase.equals("Failed") || phase.equals("Succeeded");
        if (nothingRuns) {
            return Optional.of(Duration.ZERO);
        }
        Duration period = requested.orElseGet(() ->
                Duration.ofSeconds(pod.at("/spec/terminationGracePeriodSeconds").asLong(0)));
        return Optional.of(period.isNegative() ? Duration.ofSeconds(1) : period);
    }
}
