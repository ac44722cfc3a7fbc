package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.ArrayList;

/** The metrics of an autoscaler: what is, and what should be. */
final class AutoscalerTargets {
    private static final String UNKNOWN = "<unknown>";

    private AutoscalerTargets() {}

    static String of(ObjectNode autoscaler) {
        var metrics = JsonPaths.at(autoscaler, "spec.metrics");
        var observed = JsonPaths.at(autoscaler, "status.currentMetrics");
        var texts = new ArrayList<String>();
        for (var i = 0; i < metrics.size(); i++) {
            texts.add(metric(metrics.get(i), observed.path(i)));
        }
        return Texts.some(texts, 2, ", ", "<none>");
    }

    private static String metric(JsonNode metric, JsonNode observed) {
        return switch (metric.path("type").asText()) {
            case "External" -> value(metric.path("external"), observed.path("external"));
            case "Object" -> value(metric.path("object"), observed.path("object"));
            case "Pods" ->
                observed.path("pods").path("current").path("averageValue").asText(UNKNOWN)
                        + "/"
                        + metric.path("pods")
                                .path("target")
                                .path("averageValue")
                                .asText("0");
            case "Resource" -> resource(metric.path("resource"), observed.path("resource"));
            case "ContainerResource" -> resource(metric.path("containerResource"), observed.path("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String value(JsonNode source, JsonNode observed) {
        var target = source.path("target");
        var current = observed.path("current");
        return target.has("averageValue")
                ? "%s/%s (avg)"
                        .formatted(
                                current.path("averageValue").asText(UNKNOWN),
                                target.get("averageValue").asText())
                : "%s/%s"
                        .formatted(
                                current.path("value").asText(UNKNOWN),
                                target.path("value").asText("0"));
    }

    private static String resource(JsonNode source, JsonNode observed) {
        var name = source.path("name").asText();
        var target = source.path("target");
        var current = observed.path("current");
        if (target.has("averageValue")) {
            return "%s: %s/%s"
                    .formatted(
                            name,
                            current.path("averageValue").asText(UNKNOWN),
                            target.get("averageValue").asText());
        }
        return "%s: %s/%s"
                .formatted(
                        name,
                        percent(current.path("averageUtilization"), UNKNOWN),
                        percent(target.path("averageUtilization"), "<auto>"));
    }

    private static String percent(JsonNode number, String otherwise) {
        return number.isNumber() ? number.asInt() + "%" : otherwise;
    }
}
