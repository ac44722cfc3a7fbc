package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.kinds.StoredFields;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Comparator;
import java.util.Optional;

/** Gives pods the number that their priority class stands for; keeps the default class the only one. */
public final class PriorityAdmission implements AdmissionPlugin {
    public static final String NAME = "Priority";

    private static final String GROUP = "scheduling.k8s.io";
    private static final GroupResource CLASSES = new GroupResource(GROUP, "priorityclasses");
    private static final String PREEMPT = "PreemptLowerPriority";

    private record Chosen(String className, int value, String preemptionPolicy) {
        static final Chosen NONE = new Chosen("", 0, PREEMPT);

        static Chosen of(ObjectNode priorityClass) {
            return new Chosen(
                    priorityClass.at("/metadata/name").asText(),
                    priorityClass.path("value").asInt(),
                    priorityClass.path("preemptionPolicy").asText(PREEMPT));
        }
    }

    private final ObjectReader reader;

    public PriorityAdmission(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor("", "pods") || request.object().isEmpty()) {
            return;
        }
        ObjectNode spec = request.object().get().withObject("/spec");
        if (request.operation() == Operation.CREATE) {
            resolve(request, spec);
        } else if (request.operation() == Operation.UPDATE) {
            ObjectNode old = request.oldObject().orElseThrow();
            for (String field : new String[] {"priority", "preemptionPolicy"}) {
                if (!spec.hasNonNull(field)) {
                    StoredFields.keep(spec, field, old.path("spec"));
                }
            }
        }
    }

    private void resolve(AdmissionRequest request, ObjectNode spec) {
        String className = spec.path("priorityClassName").asText();
        Chosen chosen = className.isEmpty()
                ? defaultClass().map(Chosen::of).orElse(Chosen.NONE)
                : reader.get(CLASSES, "", className)
                        .or(() -> reader.getLatest(CLASSES, "", className))
                        .map(Chosen::of)
                        .orElseThrow(() ->
                                request.forbidden("no PriorityClass with name %s was found".formatted(className)));
        if (spec.hasNonNull("priority") && spec.get("priority").asInt() != chosen.value()) {
            throw request.forbidden(
                    ("the integer value of priority (%d) must not be provided in pod spec; priority admission controller"
                                    + " computed %d from the given PriorityClass name")
                            .formatted(spec.get("priority").asInt(), chosen.value()));
        }
        String policy = spec.path("preemptionPolicy").asText();
        if (!policy.isEmpty() && !policy.equals(chosen.preemptionPolicy())) {
            throw request.forbidden(("the string value of PreemptionPolicy (%s) must not be provided in pod spec;"
                            + " priority admission controller computed %s from the given PriorityClass name")
                    .formatted(policy, chosen.preemptionPolicy()));
        }
        if (!chosen.className().isEmpty()) {
            spec.put("priorityClassName", chosen.className());
        }
        spec.put("priority", chosen.value()).put("preemptionPolicy", chosen.preemptionPolicy());
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE
                || !request.isFor(GROUP, "priorityclasses")
                || !request.object()
                        .map(object -> object.path("globalDefault").asBoolean())
                        .orElse(false)) {
            return;
        }
        defaultClass().map(other -> other.at("/metadata/name").asText()).ifPresent(other -> {
            if (!other.equals(request.name())) {
                throw request.forbidden(
                        "PriorityClass %s is already marked as default. Only one default can exist".formatted(other));
            }
        });
    }

    /** Should there be several, the lowest counts. */
    private Optional<ObjectNode> defaultClass() {
        return reader.list(CLASSES, "").stream()
                .filter(priorityClass -> priorityClass.path("globalDefault").asBoolean())
                .min(Comparator.comparingInt(
                        priorityClass -> priorityClass.path("value").asInt()));
    }
}
