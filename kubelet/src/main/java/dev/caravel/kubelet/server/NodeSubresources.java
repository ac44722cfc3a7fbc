package dev.caravel.kubelet.server;

import java.util.List;
import java.util.Map;

/**
 * Says what a request to the kubelet needs leave for: a verb on subresources of the node, of which one is enough
 * (KEP-2862).
 */
record NodeSubresources(String verb, List<String> names) {
    private static final Map<String, String> VERBS =
            Map.of("GET", "get", "POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    private record Rule(String path, List<String> names) {}

    private static final List<Rule> RULES = List.of(
            new Rule("/stats", List.of("stats")),
            new Rule("/metrics", List.of("metrics")),
            new Rule("/logs", List.of("log")),
            new Rule("/pods", List.of("pods", "proxy")),
            new Rule("/runningpods", List.of("pods", "proxy")),
            new Rule("/healthz", List.of("healthz", "proxy")),
            new Rule("/configz", List.of("configz", "proxy")));

    static NodeSubresources of(String method, String path) {
        return new NodeSubresources(
                VERBS.getOrDefault(method, ""),
                RULES.stream()
                        .filter(rule -> path.equals(rule.path()) || path.startsWith(rule.path() + "/"))
                        .map(Rule::names)
                        .findFirst()
                        .orElse(List.of("proxy")));
    }
}
