package dev.caravel.apiserver.kinds.certificates;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.StoredFields;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Certificate signing requests: who asks is who the server knows asks; only {@code approval} approves or denies. */
public final class CertificateSigningRequestBehavior implements KindBehavior {
    private static final List<String> REQUESTER = List.of("username", "uid", "groups", "extra");

    private final Clock clock;

    public CertificateSigningRequestBehavior(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public GroupResource resource() {
        return new GroupResource("certificates.k8s.io", "certificatesigningrequests");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode request) {
        ObjectNode spec = request.withObject("/spec");
        spec.remove(REQUESTER);
        spec.put("username", context.user().name());
        if (!context.user().uid().isEmpty()) {
            spec.put("uid", context.user().uid());
        }
        if (!context.user().groups().isEmpty()) {
            context.user().groups().forEach(spec.putArray("groups")::add);
        }
        context.user()
                .extra()
                .forEach((key, values) -> values.forEach(((ObjectNode) spec.withObject("/extra")).withArray(key)::add));
        request.putObject("status");
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode request, ObjectNode old) {
        StoredFields.keep(request, "spec", old);
        switch (context.subresource()) {
            case "" -> StoredFields.keep(request, "status", old);
            case "status" -> {
                keepDecisions(request, old);
                setTimes(request, old);
            }
            case "approval" -> {
                JsonNode conditions = request.at("/status/conditions");
                StoredFields.keep(request, "status", old);
                ObjectNode status = request.withObject("/status");
                status.remove("conditions");
                if (!conditions.isEmpty()) {
                    status.set("conditions", conditions);
                }
                setTimes(request, old);
            }
            default -> {}
        }
    }

    /** {@code status} neither adds nor removes Approved and Denied. */
    private static void keepDecisions(ObjectNode request, ObjectNode old) {
        ArrayNode kept = request.arrayNode();
        old.at("/status/conditions").forEach(condition -> {
            if (isDecision(condition)) {
                kept.add(condition.deepCopy());
            }
        });
        request.at("/status/conditions").forEach(condition -> {
            if (!isDecision(condition)) {
                kept.add(condition);
            }
        });
        if (kept.isEmpty()) {
            request.withObject("/status").remove("conditions");
        } else {
            request.withObject("/status").set("conditions", kept);
        }
    }

    private static boolean isDecision(JsonNode condition) {
        return condition.path("type").asText().equals("Approved")
                || condition.path("type").asText().equals("Denied");
    }

    private void setTimes(ObjectNode request, ObjectNode old) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode each : request.at("/status/conditions")) {
            ObjectNode condition = (ObjectNode) each;
            if (condition.path("lastUpdateTime").asText("").isEmpty()
                    || condition.path("lastUpdateTime").isNull()) {
                condition.put("lastUpdateTime", now);
            }
            JsonNode transition = condition.path("lastTransitionTime");
            if (!transition.isTextual()) {
                condition.put("lastTransitionTime", transitionBefore(condition, old, now));
            }
        }
    }

    private static String transitionBefore(JsonNode condition, ObjectNode old, String otherwise) {
        for (JsonNode before : old.at("/status/conditions")) {
            if (before.path("type").equals(condition.path("type"))
                    && before.path("status").equals(condition.path("status"))
                    && before.path("lastTransitionTime").isTextual()) {
                return before.path("lastTransitionTime").asText();
            }
        }
        return otherwise;
    }
}
