package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests and limits: which resources there may be, how much of them, and the one within the other. */
final class ResourceAmounts {
    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "services",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "storage",
            "requests.storage",
            "services.nodeports",
            "services.loadbalancers");

    private ResourceAmounts() {}

    /** Which resources may stand in a list. */
    @FunctionalInterface
    interface Names {
        void check(String name, String path, List<FieldError> errors);
    }

    /** Those of pods have a rule of their own. */
    static void ofContainer(Subject resources) {
        if (!resources.path().endsWith("].resources")) {
            return;
        }
        check(resources, ResourceAmounts::containerResourceName);
    }

    static void check(Subject resources, Names names) {
        amounts(resources, "limits", names);
        amounts(resources, "requests", names);
        within(resources);
        hugePagesWithOthers(resources);
    }

    private static void amounts(Subject resources, String list, Names names) {
        for (var entry : resources.at(list).properties()) {
            var name = entry.getKey();
            var path = FieldPath.key(resources.pathOf(list), name);
            names.check(name, path, resources.errors());
            var amount = quantity(entry.getValue());
            if (amount.isEmpty()) {
                continue;
            }
            if (amount.get().signum() < 0) {
                invalid(resources, path, entry.getValue(), "must be greater than or equal to 0");
            }
            if (isExtended(name) && !amount.get().isInteger()) {
                invalid(resources, path, entry.getValue(), "must be an integer");
            }
            pages(name, amount.get(), path, resources);
        }
    }

    private static void pages(String name, Quantity amount, String path, Subject resources) {
        if (!name.startsWith("hugepages-")) {
            return;
        }
        try {
            var page = Quantity.parse(name.substring("hugepages-".length()));
            if (page.signum() > 0
                    && (amount.signum() < 0
                            || amount.amount().remainder(page.amount()).signum() != 0)) {
                resources
                        .errors()
                        .add(FieldError.invalid(
                                path,
                                Values.quote(amount.toString()),
                                "%s is not positive integer multiple of %s".formatted(amount, name)));
            }
        } catch (QuantityFormatException e) {
            resources.errors().add(FieldError.invalid(path, Values.quote(amount.toString()), e.getMessage()));
        }
    }

    private static void within(Subject resources) {
        var limits = resources.at("limits");
        for (var request : resources.at("requests").properties()) {
            var name = request.getKey();
            var limit = quantity(limits.path(name));
            var wanted = quantity(request.getValue());
            if (wanted.isEmpty()) {
                continue;
            }
            if (limit.isEmpty()) {
                if (!mayBeOvercommitted(name)) {
                    resources.required("limits", "Limit must be set for non overcommitable resources");
                }
            } else if (!mayBeOvercommitted(name) && wanted.get().compareTo(limit.get()) != 0) {
                invalid(
                        resources,
                        resources.pathOf("requests"),
                        request.getValue(),
                        "must be equal to %s limit of %s".formatted(name, limit.get()));
            } else if (wanted.get().compareTo(limit.get()) > 0) {
                invalid(
                        resources,
                        resources.pathOf("requests"),
                        request.getValue(),
                        "must be less than or equal to %s limit of %s".formatted(name, limit.get()));
            }
        }
    }

    private static void hugePagesWithOthers(Subject resources) {
        var hugePages = false;
        var others = false;
        for (var list : List.of("requests", "limits")) {
            for (var amount : resources.at(list).properties()) {
                hugePages |= amount.getKey().startsWith("hugepages-");
                others |= amount.getKey().equals("cpu") || amount.getKey().equals("memory");
            }
        }
        if (hugePages && !others) {
            resources.errors().add(FieldError.forbidden(resources.path(), "HugePages require cpu or memory"));
        }
    }

    /** Any resource that Kubernetes knows, or that has a domain. */
    static void resourceName(String name, String path, List<FieldError> errors) {
        Formats.qualifiedName(name).forEach(fault -> errors.add(FieldError.invalid(path, Values.quote(name), fault)));
        if (Formats.qualifiedName(name).isEmpty()
                && !name.contains("/")
                && !STANDARD.contains(name)
                && !name.startsWith("hugepages-")) {
            errors.add(FieldError.invalid(
                    path, Values.quote(name), "must be a standard resource type or fully qualified"));
        }
    }

    static void containerResourceName(String name, String path, List<FieldError> errors) {
        resourceName(name, path, errors);
        if (!name.contains("/")) {
            if (!OF_CONTAINERS.contains(name) && !name.startsWith("hugepages-")) {
                errors.add(FieldError.invalid(path, Values.quote(name), "must be a standard resource for containers"));
            }
        } else if (!isOfKubernetes(name) && !isExtended(name)) {
            errors.add(FieldError.invalid(path, Values.quote(name), "doesn't follow extended resource name standard"));
        }
    }

    /** A resource of somebody else's, which a quota can name {@code requests.…}. */
    private static boolean isExtended(String name) {
        return !isOfKubernetes(name)
                && !name.startsWith("requests.")
                && Formats.qualifiedName("requests." + name).isEmpty();
    }

    private static boolean isOfKubernetes(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    private static boolean mayBeOvercommitted(String name) {
        return isOfKubernetes(name) && !name.startsWith("hugepages-");
    }

    private static Optional<Quantity> quantity(JsonNode value) {
        return ContainerRules.quantity(value);
    }

    private static void invalid(Subject resources, String path, JsonNode value, String detail) {
        resources.errors().add(FieldError.invalid(path, Values.show(value), detail));
    }
}
