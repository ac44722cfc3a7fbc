package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriLabels;
import dev.caravel.kubelet.cri.v1.ContainerStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What containers and pods use of CPU and memory, as the runtime counts it. */
final class ResourceMetrics {
    private static final double NANOS = 1e9;

    private final ContainerRuntime runtime;

    ResourceMetrics(ContainerRuntime runtime) {
        this.runtime = requireNonNull(runtime, "runtime is null");
    }

    /** {@code /metrics/resource}, in the text format of Prometheus. */
    String text() {
        List<ContainerStats> all = runtime.listContainerStats();
        StringBuilder text = new StringBuilder();
        family(
                text,
                "container_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the container in core-seconds");
        all.forEach(stats -> sample(
                text,
                "container_cpu_usage_seconds_total",
                labels(stats, true),
                stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS));
        family(text, "container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes");
        all.forEach(stats -> sample(
                text,
                "container_memory_working_set_bytes",
                labels(stats, true),
                stats.getMemory().getWorkingSetBytes().getValue()));
        Map<Map<String, String>, double[]> pods = new LinkedHashMap<>();
        for (ContainerStats stats : all) {
            double[] sum = pods.computeIfAbsent(labels(stats, false), _ -> new double[2]);
            sum[0] += stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS;
            sum[1] += stats.getMemory().getWorkingSetBytes().getValue();
        }
        family(
                text,
                "pod_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the pod in core-seconds");
        pods.forEach((labels, sum) -> sample(text, "pod_cpu_usage_seconds_total", labels, sum[0]));
        family(text, "pod_memory_working_set_bytes", "gauge", "Current working set of the pod in bytes");
        pods.forEach((labels, sum) -> sample(text, "pod_memory_working_set_bytes", labels, sum[1]));
        return text.toString();
    }

    private static Map<String, String> labels(ContainerStats stats, boolean container) {
        Map<String, String> from = stats.getAttributes().getLabelsMap();
        Map<String, String> labels = new TreeMap<>();
        if (container) {
            labels.put("container", from.getOrDefault(CriLabels.CONTAINER_NAME, ""));
        }
        labels.put("namespace", from.getOrDefault(CriLabels.POD_NAMESPACE, ""));
        labels.put("pod", from.getOrDefault(CriLabels.POD_NAME, ""));
        return labels;
    }

    private static void family(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(" [STABLE] ").append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder text, String name, Map<String, String> labels, double value) {
        text.append(name).append('{');
        String separator = "";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(separator)
                    .append(label.getKey())
                    .append("=\"")
                    .append(label.getValue())
                    .append('"');
            separator = ",";
        }
        text.append("} ").append(value).append('\n');
    }
}
