package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.PodContainers.Placed;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resources of pods as a whole (KEP-2837), and what a pod takes over its containers. */
final class PodResourceRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("podResources", PodResourceRules::podResources, "overhead", PodResourceRules::overhead);

    private static final List<String> SUPPORTED = List.of("cpu", "hugepages-", "memory");

    private PodResourceRules() {}

    private static void podResources(Subject spec) {
        if (!(spec.at("resources") instanceof ObjectNode resources)) {
            return;
        }
        if (spec.text("os.name").equals("windows")) {
            spec.forbidden("resources", "may not be set for a windows pod");
            return;
        }
        var subject = new Subject(spec.pathOf("resources"), resources, Optional.empty(), spec.root(), spec.errors());
        ResourceAmounts.check(subject, PodResourceRules::name);
        enoughForContainers(spec, resources, subject);
    }

    private static void name(String name, String path, List<FieldError> errors) {
        var before = errors.size();
        ResourceAmounts.resourceName(name, path, errors);
        if (errors.size() == before
                && !name.equals("cpu")
                && !name.equals("memory")
                && !name.startsWith("hugepages-")) {
            errors.add(FieldError.notSupported(path, Values.quote(name), SUPPORTED));
        }
    }

    private static void enoughForContainers(Subject spec, ObjectNode resources, Subject subject) {
        sums(spec, "requests").forEach((name, sum) -> ContainerRules.quantity(
                        resources.path("requests").path(name))
                .filter(amount -> sum.compareTo(amount) > 0)
                .ifPresent(amount -> less(subject, "requests", name, amount, sum)));
        sums(spec, "limits").forEach((name, sum) -> {
            if (name.startsWith("hugepages-")) {
                ContainerRules.quantity(resources.path("limits").path(name))
                        .filter(amount -> sum.compareTo(amount) > 0)
                        .ifPresent(amount -> less(subject, "limits", name, amount, sum));
            }
        });
        for (var i = 0; i < spec.at("containers").size(); i++) {
            var path = FieldPath.index(subject.pathOf("containers"), i);
            for (var limit : limits(spec.at("containers").get(i)).properties()) {
                var ofPod = ContainerRules.quantity(resources.path("limits").path(limit.getKey()));
                var own = ContainerRules.quantity(limit.getValue());
                if (ofPod.isPresent() && own.isPresent() && own.get().compareTo(ofPod.get()) > 0) {
                    spec.errors()
                            .add(FieldError.invalid(
                                    FieldPath.key(path, limit.getKey()) + ".limits",
                                    Values.quote(own.get().toString()),
                                    "must be less than or equal to pod limits of " + ofPod.get()));
                }
            }
        }
    }

    private static JsonNode limits(JsonNode container) {
        return container.path("resources").path("limits");
    }

    private static void less(Subject resources, String list, String name, Quantity amount, Quantity sum) {
        resources
                .errors()
                .add(FieldError.invalid(
                        FieldPath.key(resources.pathOf(list), name),
                        Values.quote(amount.toString()),
                        "must be greater than or equal to aggregate container %s of %s".formatted(list, sum)));
    }

    /** The containers and sidecars together, or the largest init container with the sidecars before it. */
    private static Map<String, Quantity> sums(Subject spec, String list) {
        var running = new HashMap<String, Quantity>();
        var sidecars = new HashMap<String, Quantity>();
        var starting = new HashMap<String, Quantity>();
        for (var placed : PodContainers.of(spec, List.of("initContainers"))) {
            var amounts = amounts(placed, list);
            if (placed.isInitOnly()) {
                amounts.forEach((name, amount) -> starting.merge(
                        name,
                        sidecars.containsKey(name) ? amount.plus(sidecars.get(name)) : amount,
                        PodResourceRules::max));
            } else {
                amounts.forEach((name, amount) -> sidecars.merge(name, amount, Quantity::plus));
                sidecars.forEach((name, amount) -> starting.merge(name, amount, PodResourceRules::max));
            }
        }
        running.putAll(sidecars);
        for (var placed : PodContainers.of(spec, List.of("containers"))) {
            amounts(placed, list).forEach((name, amount) -> running.merge(name, amount, Quantity::plus));
        }
        starting.forEach((name, amount) -> running.merge(name, amount, PodResourceRules::max));
        return running;
    }

    private static Map<String, Quantity> amounts(Placed placed, String list) {
        var amounts = new HashMap<String, Quantity>();
        placed.at("resources." + list).properties().forEach(entry -> ContainerRules.quantity(entry.getValue())
                .ifPresent(amount -> amounts.put(entry.getKey(), amount)));
        return amounts;
    }

    private static Quantity max(Quantity one, Quantity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void overhead(Subject spec) {
        if (spec.at("overhead").isObject()) {
            var asLimits = JsonNodeFactory.instance.objectNode();
            asLimits.set("limits", spec.at("overhead"));
            ResourceAmounts.check(
                    new Subject(spec.pathOf("overhead"), asLimits, Optional.empty(), spec.root(), spec.errors()),
                    ResourceAmounts::containerResourceName);
        }
    }
}
