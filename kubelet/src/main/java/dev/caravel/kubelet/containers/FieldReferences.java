package dev.caravel.kubelet.containers;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the pod fields that environment variables and downward API volumes may name. */
public final class FieldReferences {
    private static final Pattern SUBSCRIPT = Pattern.compile("(metadata\\.(?:labels|annotations))\\['(.*)']");

    private FieldReferences() {}

    /** Addresses of a pod that its API object may not have yet. */
    public record Addresses(List<String> podIps, List<String> hostIps) {
        String firstPodIp() {
            return podIps.isEmpty() ? "" : podIps.getFirst();
        }

        String firstHostIp() {
            return hostIps.isEmpty() ? "" : hostIps.getFirst();
        }
    }

    /**
     * @throws ContainerConfigException when there is no such field
     */
    public static String resolve(Pod pod, String path, Addresses addresses) {
        Matcher subscript = SUBSCRIPT.matcher(path);
        if (subscript.matches()) {
            return map(pod, subscript.group(1)).getOrDefault(subscript.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels", "metadata.annotations" -> formatMap(map(pod, path));
            case "spec.nodeName" -> orEmpty(pod.getSpec().getNodeName());
            case "spec.serviceAccountName" -> orEmpty(pod.getSpec().getServiceAccountName());
            case "status.podIP" -> addresses.firstPodIp();
            case "status.podIPs" -> String.join(",", addresses.podIps());
            case "status.hostIP" -> addresses.firstHostIp();
            case "status.hostIPs" -> String.join(",", addresses.hostIps());
            default -> throw new ContainerConfigException("unsupported fieldPath: " + path);
        };
    }

    private static Map<String, String> map(Pod pod, String path) {
        Map<String, String> map = path.equals("metadata.labels")
                ? pod.getMetadata().getLabels()
                : pod.getMetadata().getAnnotations();
        return map == null ? Map.of() : map;
    }

    /** One {@code key="escaped value"} per line, by key. */
    private static String formatMap(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + quote(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
