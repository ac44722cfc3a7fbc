package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What controllers may report of what runs pods: the part is no larger than the whole, and no count goes back. */
final class WorkloadStatusRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "replicaCounts", status -> counts(status, List.of("fullyLabeledReplicas"), "readyReplicas"),
            "deploymentCounts", status -> counts(status, List.of("updatedReplicas"), "readyReplicas"),
            "statefulSetCounts",
                    status -> counts(status, List.of("currentReplicas", "updatedReplicas"), "status.readyReplicas"),
            "jobStatus", WorkloadStatusRules::job);

    private WorkloadStatusRules() {}

    private static void counts(Subject status, List<String> parts, String ready) {
        var all = status.at("replicas").asLong();
        var fields = new ArrayList<>(parts);
        fields.addAll(List.of("readyReplicas", "availableReplicas"));
        for (var field : fields) {
            var count = status.at(field).asLong();
            if (count > all) {
                status.invalid(field, IntNode.valueOf((int) count), "cannot be greater than status.replicas");
            }
        }
        var available = status.at("availableReplicas").asInt();
        if (available > status.at("readyReplicas").asInt()) {
            status.invalid("availableReplicas", IntNode.valueOf(available), "cannot be greater than " + ready);
        }
    }

    private static void job(Subject job) {
        if (job.old().isEmpty()) {
            return;
        }
        var before = JsonPaths.at(job.old().get(), "status");
        if (before.equals(job.at("status"))) {
            return;
        }
        if (changed(job, before, "completedIndexes", "failedIndexes")) {
            indexes(job);
        }
        uncounted(job);
        if (changed(job, before, "conditions", "completionTime")) {
            conditions(job);
        }
        for (var counter : List.of("succeeded", "failed")) {
            var now = job.at("status." + counter).asInt();
            var mayShrink = counter.equals("succeeded")
                    && job.text("spec.completionMode").equals("Indexed")
                    && job.at("spec.completions").equals(job.at("spec.parallelism"));
            if (now < before.path(counter).asInt() && !mayShrink) {
                job.invalid(
                        "status." + counter, IntNode.valueOf(now), "cannot decrease the %s counter".formatted(counter));
            }
        }
        for (var type : List.of("Failed", "Complete", "FailureTarget")) {
            if (isTrue(before, type) && !isTrue(job.at("status"), type)) {
                ofConditions(job, "cannot disable the terminal %s=True condition".formatted(type));
            }
        }
        times(job, before);
    }

    /** What is stored already is not asked about: it may be of another time. */
    private static boolean changed(Subject job, JsonNode before, String... fields) {
        return List.of(fields).stream()
                .anyMatch(field -> !before.path(field).equals(job.at("status").path(field)));
    }

    private static void times(Subject job, JsonNode before) {
        var completed = job.at("status.completionTime");
        if (completed.isTextual()
                && before.path("completionTime").isTextual()
                && !completed.equals(before.path("completionTime"))) {
            job.invalid("status.completionTime", completed, "field is immutable");
        }
        var started = before.path("startTime");
        if (started.isTextual()
                && !started.equals(job.at("status.startTime"))
                && !job.at("spec.suspend").asBoolean()) {
            job.invalid(
                    "status.startTime", job.at("status.startTime"), "field is immutable for unsuspended job once set");
        }
    }

    private static void indexes(Subject job) {
        var completions = job.at("spec.completions").asInt();
        var indexed = job.text("spec.completionMode").equals("Indexed");
        var completed = job.text("status.completedIndexes");
        if (!completed.isEmpty()) {
            intervals(job, "completedIndexes", completed, completions);
            if (!indexed) {
                job.invalid(
                        "status.completedIndexes",
                        job.at("status.completedIndexes"),
                        "cannot set non-empty completedIndexes when non-indexed completion mode");
            }
        }
        var failed = job.at("status.failedIndexes");
        if (failed.isTextual()) {
            if (!job.at("spec.backoffLimitPerIndex").isNumber()) {
                job.invalid(
                        "status.failedIndexes",
                        failed,
                        "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
            } else {
                intervals(job, "failedIndexes", failed.asText(), completions);
            }
        }
    }

    private static void intervals(Subject job, String field, String text, int completions) {
        try {
            IndexIntervals.count(text, completions);
        } catch (IndexIntervals.IntervalsException e) {
            job.invalid(
                    "status." + field,
                    job.at("status." + field),
                    "error parsing %s: %s".formatted(field, e.getMessage()));
        }
    }

    private static void uncounted(Subject job) {
        var seen = new HashSet<String>();
        for (var list : List.of("succeeded", "failed")) {
            var path = "status.uncountedTerminatedPods." + list;
            for (var i = 0; i < job.at(path).size(); i++) {
                var uid = job.at(path).get(i).asText();
                if (uid.isEmpty()) {
                    job.errors().add(FieldError.invalid(FieldPath.index(path, i), "\"\"", "must not be empty"));
                } else if (!seen.add(uid)) {
                    job.errors().add(FieldError.duplicate(FieldPath.index(path, i), Values.quote(uid)));
                }
            }
        }
    }

    private static void conditions(Subject job) {
        var status = job.at("status");
        var complete = isTrue(status, "Complete");
        var failed = isTrue(status, "Failed");
        if (complete && failed) {
            ofConditions(job, "cannot set Complete=True and Failed=true conditions");
        }
        if (complete && !status.has("completionTime")) {
            job.required("status.completionTime", "completionTime is required for Complete jobs");
        }
        if (!complete && status.has("completionTime")) {
            job.invalid(
                    "status.completionTime",
                    status.path("completionTime"),
                    "cannot set completionTime when there is no Complete=True condition");
        }
        if (failed && !isTrue(status, "FailureTarget")) {
            ofConditions(job, "cannot set Failed=True condition without the FailureTarget=true condition");
        }
        if (complete && !isTrue(status, "SuccessCriteriaMet")) {
            ofConditions(job, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        }
        if ((complete || failed) && !status.has("startTime")) {
            job.required("status.startTime", "startTime is required for finished job");
        }
        if ((complete || failed) && status.path("active").asInt() > 0) {
            job.invalid("status.active", status.path("active"), "active>0 is invalid for finished job");
        }
    }

    private static void ofConditions(Subject job, String detail) {
        job.errors().add(new FieldError(FieldError.Type.INVALID, "status.conditions", "Invalid value: " + detail));
    }

    private static boolean isTrue(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals("True"));
    }
}
