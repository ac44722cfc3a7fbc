package dev.caravel.apiserver.admission.plugins.podsecurity;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is to be said of the pods that a namespace has when it is to enforce more: a pure function. */
final class ExistingPods {
    /** Upstream's, so that a change of a label stays a quick one. */
    private static final int MOST = 3000;

    private ExistingPods() {}

    static List<String> warnings(String namespace, Standard standard, List<ObjectNode> pods, Exemptions exemptions) {
        List<ObjectNode> judged = pods.stream()
                .filter(pod -> !exemptions.haveRuntimeClassOf(JudgedPod.of(pod)))
                .toList();
        Map<String, TreeSet<String>> podsByViolations = new TreeMap<>();
        for (ObjectNode pod : inOrder(judged).stream().limit(MOST).toList()) {
            List<Violation> violations = Checks.violations(standard, JudgedPod.of(pod));
            if (!violations.isEmpty()) {
                podsByViolations
                        .computeIfAbsent(
                                violations.stream().map(Violation::reason).collect(joining(", ")), _ -> new TreeSet<>())
                        .add(pod.at("/metadata/name").asText());
            }
        }
        List<String> warnings = new ArrayList<>();
        if (judged.size() > MOST) {
            warnings.add("new PodSecurity enforce level only checked against the first %d of %d existing pods"
                    .formatted(MOST, judged.size()));
        }
        if (!podsByViolations.isEmpty()) {
            warnings.add("existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
                    .formatted(namespace, standard));
        }
        podsByViolations.entrySet().stream()
                .map(entry -> "%s%s: %s"
                        .formatted(
                                entry.getValue().first(),
                                others(entry.getValue().size() - 1),
                                entry.getKey()))
                .sorted()
                .forEach(warnings::add);
        return warnings;
    }

    private static String others(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> " (and 1 other pod)";
            default -> " (and %d other pods)".formatted(count);
        };
    }

    /** One pod of each controller first: its others are most likely alike. */
    private static List<ObjectNode> inOrder(List<ObjectNode> pods) {
        List<ObjectNode> first = new ArrayList<>();
        List<ObjectNode> alike = new ArrayList<>();
        Set<String> controllers = new HashSet<>();
        for (ObjectNode pod : pods) {
            String controller = controllerOf(pod);
            (controller.isEmpty() || controllers.add(controller) ? first : alike).add(pod);
        }
        first.addAll(alike);
        return first;
    }

    private static String controllerOf(ObjectNode pod) {
        for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return owner.path("uid").asText();
            }
        }
        return "";
    }
}
