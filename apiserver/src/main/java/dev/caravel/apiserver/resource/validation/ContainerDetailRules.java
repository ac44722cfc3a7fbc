package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The finer rules of containers: what may be overcommitted, resized, referred to; what init containers may have. */
final class ContainerDetailRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "probeGrace", ContainerDetailRules::probeGrace,
            "overcommitment", ContainerDetailRules::overcommitment,
            "containerResource", ContainerDetailRules::containerResource,
            "initContainers", ContainerDetailRules::initContainers,
            "resizePolicies", ContainerDetailRules::resizePolicies);

    private static final Set<String> RESIZED = Set.of("cpu", "memory");
    private static final Set<String> RESIZE_POLICIES = Set.of("NotRequired", "RestartContainer");
    private static final Set<String> RESTART_POLICIES = Set.of("Always", "Never", "OnFailure");
    private static final Set<String> REFERRED = Set.of(
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage");

    private ContainerDetailRules() {}

    private static void probeGrace(Subject probe) {
        var grace = probe.at("terminationGracePeriodSeconds");
        if (!grace.isNumber()) {
            return;
        }
        if (probe.path().endsWith(".readinessProbe")) {
            probe.invalid("terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
        } else if (grace.asLong() <= 0) {
            probe.invalid("terminationGracePeriodSeconds", grace, "must be greater than 0");
        }
    }

    private static void overcommitment(Subject resources) {
        var limits = resources.at("limits");
        var hugePages = false;
        var others = false;
        for (var list : List.of("requests", "limits")) {
            for (var amount : resources.at(list).properties()) {
                hugePages |= amount.getKey().startsWith("hugepages-");
                others |= RESIZED.contains(amount.getKey());
            }
        }
        for (var request : resources.at("requests").properties()) {
            var name = request.getKey();
            if (mayBeOvercommitted(name)) {
                continue;
            }
            if (!limits.has(name)) {
                resources.required("limits", "Limit must be set for non overcommitable resources");
            } else if (!isSame(limits.get(name), request.getValue())) {
                resources
                        .errors()
                        .add(FieldError.invalid(
                                resources.pathOf("requests"),
                                Values.quote(request.getValue().asText()),
                                "must be equal to %s limit of %s"
                                        .formatted(name, limits.get(name).asText())));
            }
        }
        if (hugePages && !others) {
            resources.errors().add(FieldError.forbidden(resources.path(), "HugePages require cpu or memory"));
        }
    }

    /** Only Kubernetes' own resources, and of these not huge pages. */
    private static boolean mayBeOvercommitted(String name) {
        return (!name.contains("/") || name.contains("kubernetes.io/")) && !name.startsWith("hugepages-");
    }

    private static boolean isSame(JsonNode limit, JsonNode request) {
        return ContainerRules.quantity(limit).equals(ContainerRules.quantity(request));
    }

    private static void containerResource(Subject reference) {
        var resource = reference.text("resource");
        if (resource.isEmpty()) {
            reference.required("resource", "");
        } else if (!REFERRED.contains(resource)
                && !resource.startsWith("requests.hugepages-")
                && !resource.startsWith("limits.hugepages-")) {
            reference
                    .errors()
                    .add(FieldError.notSupported(
                            reference.pathOf("resource"),
                            Values.quote(resource),
                            List.copyOf(new TreeSet<>(REFERRED))));
        }
    }

    private static void initContainers(Subject spec) {
        for (var i = 0; i < spec.at("initContainers").size(); i++) {
            var container = spec.at("initContainers").get(i);
            var path = FieldPath.index(spec.pathOf("initContainers"), i);
            var restart = container.path("restartPolicy").asText();
            if (!restart.isEmpty() && !RESTART_POLICIES.contains(restart)) {
                spec.errors()
                        .add(FieldError.notSupported(
                                path + ".restartPolicy",
                                Values.quote(restart),
                                List.copyOf(new TreeSet<>(RESTART_POLICIES))));
            }
            for (var field : List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")) {
                if (container.path(field).isObject() && !restart.equals("Always")) {
                    spec.errors()
                            .add(FieldError.forbidden(
                                    FieldPath.child(path, field),
                                    "may not be set for init containers without restartPolicy=Always"));
                }
            }
        }
    }

    private static void resizePolicies(Subject container) {
        for (var policy : container.at("resizePolicy")) {
            supported(container, policy.path("resourceName").asText(), RESIZED);
            supported(container, policy.path("restartPolicy").asText(), RESIZE_POLICIES);
        }
    }

    private static void supported(Subject container, String value, Set<String> supported) {
        if (!supported.contains(value)) {
            container
                    .errors()
                    .add(FieldError.notSupported(
                            container.pathOf("resizePolicy"),
                            Values.quote(value),
                            List.copyOf(new TreeSet<>(supported))));
        }
    }
}
