package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Cells of what runs pods. */
final class WorkloadCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "containers", Cell.text(object -> containers(template(object), "name")),
            "images", Cell.text(object -> containers(template(object), "image")),
            "replicasReady",
                    Cell.text(object -> "%d/%d"
                            .formatted(
                                    JsonPaths.at(object, "status.readyReplicas").asInt(),
                                    JsonPaths.at(object, "spec.replicas").asInt())),
            "jobStatus", Cell.text(WorkloadCells::jobStatus),
            "jobCompletions", Cell.text(WorkloadCells::jobCompletions),
            "jobDuration", WorkloadCells::jobDuration,
            "controllerReference", Cell.text(WorkloadCells::controllerReference),
            "hpaReference",
                    Cell.text(hpa -> "%s/%s"
                            .formatted(
                                    JsonPaths.text(hpa, "spec.scaleTargetRef.kind"),
                                    JsonPaths.text(hpa, "spec.scaleTargetRef.name"))),
            "hpaTargets", Cell.text(AutoscalerTargets::of));

    private static final List<String> JOB_CONDITIONS = List.of("Suspended", "FailureTarget", "SuccessCriteriaMet");

    private WorkloadCells() {}

    static String containers(JsonNode template, String field) {
        return JsonPaths.at(template, "spec.containers")
                .valueStream()
                .map(container -> container.path(field).asText())
                .collect(Collectors.joining(","));
    }

    private static JsonNode template(ObjectNode object) {
        return object.has("template") ? object.get("template") : JsonPaths.at(object, "spec.template");
    }

    private static String jobStatus(ObjectNode job) {
        if (Conditions.isTrue(job, "Complete")) {
            return "Complete";
        }
        if (Conditions.isTrue(job, "Failed")) {
            return "Failed";
        }
        if (job.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        return JOB_CONDITIONS.stream()
                .filter(condition -> Conditions.isTrue(job, condition))
                .findFirst()
                .orElse("Running");
    }

    private static String jobCompletions(ObjectNode job) {
        var succeeded = JsonPaths.at(job, "status.succeeded").asInt();
        var wanted = JsonPaths.at(job, "spec.completions");
        if (wanted.isNumber()) {
            return succeeded + "/" + wanted.asInt();
        }
        var parallelism = JsonPaths.at(job, "spec.parallelism").asInt();
        return parallelism > 1 ? "%d/1 of %d".formatted(succeeded, parallelism) : succeeded + "/1";
    }

    private static JsonNode jobDuration(ObjectNode job, Instant now) {
        var end = Ages.time(JsonPaths.at(job, "status.completionTime")).orElse(now);
        return TextNode.valueOf(Ages.time(JsonPaths.at(job, "status.startTime"))
                .map(start -> HumanDuration.of(Duration.between(start, end)))
                .orElse(""));
    }

    private static String controllerReference(ObjectNode object) {
        return JsonPaths.at(object, "metadata.ownerReferences")
                .valueStream()
                .filter(owner -> owner.path("controller").asBoolean())
                .findFirst()
                .map(WorkloadCells::qualifiedName)
                .orElse("<none>");
    }

    private static String qualifiedName(JsonNode owner) {
        var apiVersion = owner.path("apiVersion").asText();
        var slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
        return (owner.path("kind").asText() + group).toLowerCase(Locale.ROOT) + "/"
                + owner.path("name").asText();
    }
}
