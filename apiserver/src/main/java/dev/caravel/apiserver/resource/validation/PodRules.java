package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of pods as a whole. */
final class PodRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "podUpdate",
            PodRules::podUpdate,
            "containerNames",
            PodRules::containerNames,
            "oneVolumeSource",
            subject -> one(subject, Set.of("name"), "volume type"),
            "hostPathWithoutBacksteps",
            subject -> withoutBacksteps(subject, "path"));

    private static final String UPDATE_MESSAGE =
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                    + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
                    + " negative)";

    private PodRules() {}

    /** Of all fields but those that are left out, one and only one. */
    static void one(Subject subject, Set<String> leftOut, String what) {
        var sources = subject.object().properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !leftOut.contains(field))
                .toList();
        if (sources.isEmpty()) {
            subject.errors().add(FieldError.required(subject.path(), "must specify a " + what));
        }
        sources.stream().skip(1).forEach(field -> subject.forbidden(field, "may not specify more than 1 " + what));
    }

    private static void withoutBacksteps(Subject subject, String field) {
        if (List.of(subject.text(field).split("/")).contains("..")) {
            subject.invalid(field, subject.at(field), "must not contain '..'");
        }
    }

    /** Names are unique over containers of all sorts. */
    private static void containerNames(Subject subject) {
        var seen = new HashSet<String>();
        for (var list : List.of("containers", "initContainers", "ephemeralContainers")) {
            var containers = subject.at(list);
            for (var i = 0; i < containers.size(); i++) {
                var name = containers.get(i).path("name").asText("");
                if (!name.isEmpty() && !seen.add(name)) {
                    var path = FieldPath.index(subject.pathOf(list), i);
                    subject.errors().add(FieldError.duplicate(path + ".name", Values.quote(name)));
                }
            }
        }
    }

    /** What may change is made equal in a copy of the old pod; whatever differs still must not. */
    private static void podUpdate(Subject subject) {
        if (subject.old().isEmpty() || subject.old().get().path("spec").equals(subject.at("spec"))) {
            return;
        }
        var before = subject.old().map(pod -> pod.path("spec").deepCopy());
        if (before.isEmpty()
                || !(before.get() instanceof ObjectNode old)
                || !(subject.at("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (spec.path("containers").size() != old.path("containers").size()) {
            subject.forbidden("spec.containers", "pod updates may not add or remove containers");
            return;
        }
        var now = spec.deepCopy();
        for (var list : List.of("containers", "initContainers")) {
            takeImages(old.path(list), now.path(list));
        }
        tolerations(subject, old, now);
        deadline(subject, old, now);
        gates(subject, old, now);
        if (old.path("terminationGracePeriodSeconds").asLong() < 0
                && now.path("terminationGracePeriodSeconds").asLong() == 1) {
            old.set("terminationGracePeriodSeconds", now.get("terminationGracePeriodSeconds"));
        }
        if (!old.equals(now)) {
            subject.forbidden("spec", UPDATE_MESSAGE + differences(old, now));
        }
    }

    private static void takeImages(JsonNode old, JsonNode now) {
        for (var i = 0; i < Math.min(old.size(), now.size()); i++) {
            if (old.get(i) instanceof ObjectNode container && now.get(i).has("image")) {
                container.set("image", now.get(i).get("image"));
            }
        }
    }

    private static void tolerations(Subject subject, ObjectNode old, ObjectNode now) {
        var added = now.path("tolerations").valueStream().toList();
        var kept = old.path("tolerations").valueStream().allMatch(toleration -> added.stream()
                .anyMatch(one -> sameButForSeconds(one, toleration)));
        if (!kept) {
            subject.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
        take(old, now, "tolerations");
    }

    private static boolean sameButForSeconds(JsonNode one, JsonNode other) {
        var first = (ObjectNode) one.deepCopy();
        var second = (ObjectNode) other.deepCopy();
        first.remove("tolerationSeconds");
        second.remove("tolerationSeconds");
        return first.equals(second);
    }

    private static void deadline(Subject subject, ObjectNode old, ObjectNode now) {
        var field = "activeDeadlineSeconds";
        if (now.has(field)) {
            if (old.has(field) && now.get(field).asLong() > old.get(field).asLong()) {
                subject.invalid("spec." + field, now.get(field), "must be less than or equal to previous value");
            }
        } else if (old.has(field)) {
            subject.errors()
                    .add(FieldError.invalid(
                            "spec." + field, "null", "must not update from a positive integer to nil value"));
        }
        take(old, now, field);
    }

    /** Gates go and never come; while there are some, the pod may still be told where to go. */
    private static void gates(Subject subject, ObjectNode old, ObjectNode now) {
        var before = old.path("schedulingGates").valueStream().toList();
        var index = 0;
        for (var gate : now.path("schedulingGates")) {
            if (!before.contains(gate)) {
                subject.forbidden(
                        FieldPath.index("spec.schedulingGates", index),
                        "only deletion is allowed, but found new scheduling gate '%s'"
                                .formatted(gate.path("name").asText()));
            }
            index++;
        }
        if (!before.isEmpty()) {
            GatedPodRules.nodeSelector(subject, old, now);
            take(old, now, "nodeSelector");
            GatedPodRules.nodeAffinity(subject, old, now);
        }
        take(old, now, "schedulingGates");
    }

    private static void take(ObjectNode old, ObjectNode now, String field) {
        Optional.ofNullable(now.get(field)).ifPresentOrElse(value -> old.set(field, value), () -> old.remove(field));
    }

    private static String differences(ObjectNode old, ObjectNode now) {
        var text = new StringBuilder();
        var fields = new java.util.TreeSet<String>();
        old.fieldNames().forEachRemaining(fields::add);
        now.fieldNames().forEachRemaining(fields::add);
        for (var field : fields) {
            if (!old.path(field).equals(now.path(field)) && !bothEmpty(old.path(field), now.path(field))) {
                text.append("\n- ").append(field).append(": ").append(Values.show(old.path(field)));
                text.append("\n+ ").append(field).append(": ").append(Values.show(now.path(field)));
            }
        }
        return text.append('\n').toString();
    }

    private static boolean bothEmpty(JsonNode one, JsonNode other) {
        return (one.isMissingNode() || one instanceof ArrayNode && one.isEmpty())
                && (other.isMissingNode() || other instanceof ArrayNode && other.isEmpty());
    }
}
