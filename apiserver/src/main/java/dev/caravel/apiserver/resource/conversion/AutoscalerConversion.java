package dev.caravel.apiserver.resource.conversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.Optional;

/**
 * Autoscalers of autoscaling/v1 know one metric, CPU utilization. What they cannot say of a stored one travels in an
 * annotation of our own, so that a client of v1 that reads, changes and writes does not lose it.
 */
final class AutoscalerConversion implements Conversion {
    private static final String REST = "caravel.dev/autoscaling-v2";

    @Override
    public ObjectNode toStorage(ObjectNode autoscaler) {
        var stored = autoscaler.deepCopy().put("apiVersion", "autoscaling/v2");
        var spec = stored.withObject("/spec");
        var percentage = spec.remove("targetCPUUtilizationPercentage");
        var rest = takeRest(stored);
        var metrics = spec.putArray("metrics");
        if (percentage != null) {
            metrics.add(cpu(percentage));
        }
        rest.ifPresent(kept -> {
            metrics.addAll((ArrayNode) kept.withArray("/metrics"));
            if (kept.has("behavior")) {
                spec.set("behavior", kept.get("behavior"));
            }
        });
        if (metrics.isEmpty()) {
            spec.remove("metrics");
        }
        if (stored.path("status") instanceof ObjectNode status) {
            var current = status.remove("currentCPUUtilizationPercentage");
            if (current != null) {
                var observed = status.putArray("currentMetrics").addObject().put("type", "Resource");
                observed.putObject("resource")
                        .put("name", "cpu")
                        .putObject("current")
                        .set("averageUtilization", current);
            }
        }
        return stored;
    }

    @Override
    public ObjectNode fromStorage(ObjectNode stored) {
        var autoscaler = stored.deepCopy().put("apiVersion", "autoscaling/v1");
        var spec = autoscaler.withObject("/spec");
        var rest = JsonNodeFactory.instance.objectNode();
        var others = rest.putArray("metrics");
        var metrics = spec.remove("metrics");
        if (metrics != null) {
            for (var metric : metrics) {
                if (isCpuUtilization(metric) && !spec.has("targetCPUUtilizationPercentage")) {
                    spec.set(
                            "targetCPUUtilizationPercentage",
                            JsonPaths.at(metric, "resource.target.averageUtilization"));
                } else {
                    others.add(metric);
                }
            }
        }
        Optional.ofNullable(spec.remove("behavior")).ifPresent(behavior -> rest.set("behavior", behavior));
        if (!others.isEmpty() || rest.has("behavior")) {
            autoscaler.withObject("/metadata").withObject("/annotations").put(REST, rest.toString());
        }
        if (autoscaler.path("status") instanceof ObjectNode status) {
            status.remove("conditions");
            var current = status.remove("currentMetrics");
            if (current != null) {
                for (var metric : current) {
                    var utilization = JsonPaths.at(metric, "resource.current.averageUtilization");
                    if (JsonPaths.text(metric, "resource.name").equals("cpu") && utilization.isNumber()) {
                        status.set("currentCPUUtilizationPercentage", utilization);
                    }
                }
            }
        }
        return autoscaler;
    }

    private static Optional<ObjectNode> takeRest(ObjectNode autoscaler) {
        if (!(JsonPaths.at(autoscaler, "metadata.annotations") instanceof ObjectNode annotations)
                || !annotations.has(REST)) {
            return Optional.empty();
        }
        var text = annotations.remove(REST).asText();
        if (annotations.isEmpty()) {
            ((ObjectNode) autoscaler.get("metadata")).remove("annotations");
        }
        try {
            return new ObjectMapper().readTree(text) instanceof ObjectNode rest ? Optional.of(rest) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // someone wrote into the annotation; there is nothing to be had from it
        }
    }

    private static ObjectNode cpu(JsonNode percentage) {
        var metric = JsonNodeFactory.instance.objectNode().put("type", "Resource");
        metric.putObject("resource")
                .put("name", "cpu")
                .putObject("target")
                .put("type", "Utilization")
                .set("averageUtilization", percentage);
        return metric;
    }

    private static boolean isCpuUtilization(JsonNode metric) {
        return metric.path("type").asText().equals("Resource")
                && JsonPaths.text(metric, "resource.name").equals("cpu")
                && JsonPaths.at(metric, "resource.target.averageUtilization").isNumber();
    }
}
