package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.kinds.ObjectSelector;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of what Jobs are to do. */
final class JobRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "generatedSelector", JobRules::generatedSelector,
            "jobSelector", JobRules::selector,
            "jobNames", JobRules::names,
            "indexedJob", JobRules::indexed,
            "perIndex", JobRules::perIndex,
            "jobRestarts", JobRules::restarts,
            "jobReplacement", JobRules::replacement,
            "jobTemplateSelector", JobRules::selectorOfTemplate,
            "jobUpdate", JobRules::update);

    private static final int MOST_INDEXES = 100_000;
    private static final int MOST_IN_PARALLEL = 10_000;
    private static final List<String> REPLACEMENTS = List.of("Failed", "TerminatingOrFailed");
    private static final Set<String> SCHEDULING = Set.of("nodeSelector", "tolerations", "schedulingGates");

    private JobRules() {}

    private static boolean isIndexed(Subject spec) {
        return spec.text("completionMode").equals("Indexed");
    }

    /** Of a Job itself: a template of a CronJob has no selector yet. */
    private static void selector(Subject spec) {
        var selector = spec.at("selector");
        var generated = !spec.at("manualSelector").asBoolean();
        if (!spec.path().equals("spec") || generated && selector.isMissingNode()) {
            return;
        }
        if (selector.isMissingNode()) {
            spec.required("selector", "");
        }
        var labels = spec.at("template.metadata.labels");
        var matches = selector.isObject()
                && SelectorRules.isValid(selector)
                && ObjectSelector.of(selector).matches(labels);
        if (!matches) {
            spec.invalid("template.metadata.labels", labels, "`selector` does not match template `labels`");
        }
    }

    private static void generatedSelector(Subject job) {
        if (job.at("spec.manualSelector").asBoolean() || job.at("spec.selector").isMissingNode()) {
            return;
        }
        var uid = job.text("metadata.uid");
        var name = job.text("metadata.name");
        var expected = new LinkedHashMap<String, String>();
        expected.put("controller-uid", uid);
        expected.put("job-name", name);
        expected.put("batch.kubernetes.io/controller-uid", uid);
        expected.put("batch.kubernetes.io/job-name", name);
        var labels = job.at("spec.template.metadata.labels");
        var wanted = job.object().objectNode();
        expected.forEach((key, value) -> {
            wanted.put(key, value);
            var path = FieldPath.key("spec.template.metadata.labels", key);
            if (!labels.has(key)) {
                job.errors().add(FieldError.required(path, "must be '%s'".formatted(value)));
            } else if (!labels.path(key).asText().equals(value)) {
                job.errors().add(FieldError.invalid(path, labels.toString(), "must be '%s'".formatted(value)));
            }
        });
        var selector = job.at("spec.selector");
        if (SelectorRules.isValid(selector) && !ObjectSelector.of(selector).matches(wanted)) {
            job.invalid("spec.selector", selector, "`selector` not auto-generated");
        }
    }

    /** The last pod's name is a host name. */
    private static void names(Subject job) {
        var completions = job.at("spec.completions").asInt();
        if (!job.text("spec.completionMode").equals("Indexed")
                || completions < 1
                || job.old().isPresent()) {
            return;
        }
        var last = job.text("metadata.name") + "-" + (completions - 1);
        if (!Formats.dns1123Label(last).isEmpty()) {
            job.invalid(
                    "metadata.name",
                    job.at("metadata.name"),
                    "will not able to create pod with invalid DNS label: " + last);
        }
    }

    private static void indexed(Subject spec) {
        if (!isIndexed(spec)) {
            return;
        }
        if (spec.at("completions").isMissingNode()) {
            spec.required("completions", "when completion mode is Indexed");
        }
        var parallelism = spec.at("parallelism");
        if (parallelism.asInt() > MOST_INDEXES) {
            spec.invalid(
                    "parallelism",
                    parallelism,
                    "must be less than or equal to %d when completion mode is Indexed".formatted(MOST_INDEXES));
        }
    }

    private static void perIndex(Subject spec) {
        var limit = spec.at("backoffLimitPerIndex");
        var failed = spec.at("maxFailedIndexes");
        if (failed.isNumber() && !limit.isNumber()) {
            spec.required("backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
        if (!isIndexed(spec)) {
            for (var field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                if (!spec.at(field).isMissingNode()) {
                    spec.invalid(field, spec.at(field), "requires indexed completion mode");
                }
            }
            return;
        }
        var completions = spec.at("completions");
        if (failed.isNumber() && completions.isNumber() && failed.asInt() > completions.asInt()) {
            spec.invalid("maxFailedIndexes", failed, "must be less than or equal to completions");
        }
        if (failed.asInt() > MOST_INDEXES) {
            spec.invalid("maxFailedIndexes", failed, "must be less than or equal to " + MOST_INDEXES);
        }
        if (limit.isNumber() && completions.asInt() > MOST_INDEXES) {
            large(spec, failed);
        }
    }

    private static void large(Subject spec, JsonNode failed) {
        var detail =
                "must be less than or equal to %d when completions are above %d and used with backoff limit per index"
                        .formatted(MOST_IN_PARALLEL, MOST_INDEXES);
        if (failed.isMissingNode()) {
            spec.required("maxFailedIndexes", "must be specified when completions is above " + MOST_INDEXES);
        } else if (failed.asInt() > MOST_IN_PARALLEL) {
            spec.invalid("maxFailedIndexes", failed, detail);
        }
        if (spec.at("parallelism").asInt() > MOST_IN_PARALLEL) {
            spec.invalid("parallelism", spec.at("parallelism"), detail);
        }
    }

    private static void restarts(Subject spec) {
        var policy = spec.text("template.spec.restartPolicy");
        if (policy.isEmpty() || policy.equals("Always")) {
            spec.required("template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        } else if (!policy.equals("OnFailure") && !policy.equals("Never")) {
            spec.errors()
                    .add(FieldError.notSupported(
                            spec.pathOf("template.spec.restartPolicy"),
                            Values.quote(policy),
                            List.of("OnFailure", "Never")));
        } else if (spec.at("podFailurePolicy").isObject() && !policy.equals("Never")) {
            spec.invalid(
                    "template.spec.restartPolicy",
                    TextNode.valueOf(policy),
                    "only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    private static void replacement(Subject spec) {
        var policy = spec.at("podReplacementPolicy");
        var supported = spec.at("podFailurePolicy").isObject() ? REPLACEMENTS.subList(0, 1) : REPLACEMENTS;
        if (policy.isTextual() && !supported.contains(policy.asText())) {
            spec.errors()
                    .add(FieldError.notSupported(spec.pathOf("podReplacementPolicy"), policy.toString(), supported));
        }
    }

    private static void selectorOfTemplate(Subject template) {
        if (template.at("spec.manualSelector").asBoolean()) {
            template.errors()
                    .add(FieldError.notSupported(
                            template.pathOf("spec.manualSelector"), "true", List.of("nil", "false")));
        }
        if (!template.at("spec.selector").isMissingNode()) {
            template.invalid("spec.selector", template.at("spec.selector"), "`selector` will be auto-generated");
        }
    }

    /** A Job that has not begun may still be told where its pods go, and with what. */
    private static void update(Subject job) {
        if (job.old().isEmpty()) {
            return;
        }
        var old = job.old().get();
        var before = JsonPaths.at(old, "spec.completions");
        var completions = job.at("spec.completions");
        if (!completions.equals(before)) {
            if (!job.text("spec.completionMode").equals("Indexed")) {
                job.invalid("spec.completions", completions, "field is immutable");
            } else if (completions.isNumber()
                    && completions.asInt() != job.at("spec.parallelism").asInt()) {
                job.invalid("spec.completions", completions, "can only be modified in tandem with spec.parallelism");
            }
        }
        template(job, old);
    }

    private static void template(Subject job, ObjectNode old) {
        if (!(JsonPaths.at(old, "spec.template") instanceof ObjectNode template)
                || !(job.at("spec.template") instanceof ObjectNode now)) {
            return;
        }
        var suspended = JsonPaths.at(old, "spec.suspend").asBoolean();
        var before = template.deepCopy();
        if (suspended && JsonPaths.at(old, "status.startTime").isMissingNode()) {
            take(before.withObject("/metadata"), now.path("metadata"), "labels");
            take(before.withObject("/metadata"), now.path("metadata"), "annotations");
            SCHEDULING.forEach(field -> take(before.withObject("/spec"), now.path("spec"), field));
            takeNodeAffinity(before.withObject("/spec"), now.path("spec"));
        }
        if (suspended) {
            takeResources(before, now);
        }
        if (!before.equals(now)) {
            var field = suspended ? "spec.template.spec" : "spec.template";
            job.invalid(field, job.at(field), "field is immutable");
        }
    }

    private static void take(ObjectNode before, JsonNode now, String field) {
        if (now.has(field)) {
            before.set(field, now.get(field));
        } else {
            before.remove(field);
        }
    }

    private static void takeNodeAffinity(ObjectNode before, JsonNode now) {
        var affinity = before.withObject("/affinity");
        take(affinity, now.path("affinity"), "nodeAffinity");
        if (affinity.isEmpty() && !now.has("affinity")) {
            before.remove("affinity");
        }
    }

    private static void takeResources(ObjectNode before, ObjectNode now) {
        for (var list : PodContainers.PERMANENT) {
            var containers = JsonPaths.at(before, "spec." + list);
            var wanted = JsonPaths.at(now, "spec." + list);
            for (var i = 0; i < Math.min(containers.size(), wanted.size()); i++) {
                take((ObjectNode) containers.get(i), wanted.get(i), "resources");
            }
        }
    }
}
