package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of containers and of what is in them. */
final class ContainerRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "imageWithoutSpace", ContainerRules::imageWithoutSpace,
            "oneHandler", subject -> handlers(subject),
            "probesSucceedOnce", ContainerRules::probesSucceedOnce,
            "resources", ContainerRules::resources,
            "environmentValue", ContainerRules::environmentValue,
            "environmentSource", ContainerRules::environmentSource,
            "fieldReference", ContainerRules::fieldReference,
            "privileges", ContainerRules::privileges);

    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final Set<String> POD_FIELDS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "metadata.labels",
            "metadata.annotations",
            "spec.nodeName",
            "spec.serviceAccountName",
            "spec.host",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs",
            "status.phase");
    private static final Set<String> CONTAINER_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

    private ContainerRules() {}

    private static void imageWithoutSpace(Subject subject) {
        var image = subject.text("image");
        if (!image.equals(image.strip())) {
            subject.invalid("image", subject.at("image"), "must not have leading or trailing whitespace");
        }
    }

    private static void handlers(Subject subject) {
        var present = HANDLERS.stream().filter(subject.object()::has).toList();
        if (present.isEmpty()) {
            subject.errors().add(FieldError.required(subject.path(), "must specify a handler type"));
        }
        present.stream()
                .skip(1)
                .forEach(handler -> subject.forbidden(handler, "may not specify more than 1 handler type"));
    }

    private static void probesSucceedOnce(Subject subject) {
        for (var probe : List.of("livenessProbe", "startupProbe")) {
            var threshold = subject.at(probe + ".successThreshold");
            if (threshold.isNumber() && threshold.asInt() != 1) {
                subject.invalid(probe + ".successThreshold", threshold, "must be 1");
            }
        }
    }

    private static void resources(Subject subject) {
        quantities(subject, "limits");
        var limits = subject.at("limits");
        for (var request : subject.at("requests").properties()) {
            var name = request.getKey();
            var limit = quantity(limits.path(name));
            var wanted = quantity(request.getValue());
            if (limit.isPresent() && wanted.isPresent()) {
                if (overcommitted(name) && wanted.get().compareTo(limit.get()) > 0) {
                    subject.invalid(
                            "requests",
                            request.getValue(),
                            "must be less than or equal to %s limit of %s".formatted(name, limit.get()));
                } else if (!overcommitted(name) && wanted.get().compareTo(limit.get()) != 0) {
                    subject.invalid(
                            "requests",
                            request.getValue(),
                            "must be equal to %s limit of %s".formatted(name, limit.get()));
                }
            }
        }
        quantities(subject, "requests");
    }

    private static boolean overcommitted(String resource) {
        return CONTAINER_RESOURCES.contains(resource);
    }

    private static void quantities(Subject subject, String field) {
        for (var entry : subject.at(field).properties()) {
            var path = FieldPath.key(subject.pathOf(field), entry.getKey());
            resourceName(entry.getKey(), path, subject.errors());
            var amount = quantity(entry.getValue());
            if (amount.isPresent() && amount.get().signum() < 0) {
                subject.errors()
                        .add(FieldError.invalid(
                                path, Values.show(entry.getValue()), "must be greater than or equal to 0"));
            }
            if (amount.isPresent()
                    && !overcommitted(entry.getKey())
                    && !amount.get().isInteger()
                    && entry.getKey().contains("/")) {
                subject.errors().add(FieldError.invalid(path, Values.show(entry.getValue()), "must be an integer"));
            }
        }
    }

    private static void resourceName(String name, String path, List<FieldError> errors) {
        if (name.contains("/")) {
            Formats.qualifiedName(name)
                    .forEach(fault -> errors.add(FieldError.invalid(path, Values.quote(name), fault)));
        } else if (!CONTAINER_RESOURCES.contains(name) && !name.startsWith("hugepages-")) {
            errors.add(FieldError.invalid(
                    path, Values.quote(name), "must be a standard resource type or fully qualified"));
            errors.add(FieldError.invalid(path, Values.quote(name), "must be a standard resource for containers"));
        }
    }

    static Optional<Quantity> quantity(JsonNode value) {
        try {
            return value.isValueNode() ? Optional.of(Quantity.parse(value.asText())) : Optional.empty();
        } catch (QuantityFormatException e) {
            return Optional.empty(); // decoding refuses it
        }
    }

    private static void environmentValue(Subject subject) {
        var from = subject.at("valueFrom");
        if (!from.isObject()) {
            return;
        }
        var sources = SOURCES.stream().filter(from::has).count();
        if (sources == 0) {
            subject.errors()
                    .add(
                            FieldError.invalid(
                                    subject.pathOf("valueFrom"),
                                    "\"\"",
                                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"));
        } else if (!subject.text("value").isEmpty()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("valueFrom"), "\"\"", "may not be specified when `value` is not empty"));
        } else if (sources > 1) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("valueFrom"),
                            "\"\"",
                            "may not have more than one field specified at a time"));
        }
    }

    private static void environmentSource(Subject subject) {
        var envFrom = subject.at("envFrom");
        for (var source : envFrom) {
            var both = source.has("configMapRef") && source.has("secretRef");
            var none = !source.has("configMapRef") && !source.has("secretRef");
            if (both || none) {
                subject.errors()
                        .add(FieldError.invalid(
                                subject.pathOf("envFrom"),
                                "\"\"",
                                none
                                        ? "must specify one of: `configMapRef` or `secretRef`"
                                        : "may not have more than one field specified at a time"));
            }
        }
    }

    private static void fieldReference(Subject subject) {
        var path = subject.text("fieldPath");
        if (path.isEmpty()) {
            subject.required("fieldPath", "");
        } else if (!POD_FIELDS.contains(path) && !path.matches("metadata\\.(labels|annotations)\\['.+']")) {
            subject.invalid(
                    "fieldPath",
                    subject.at("fieldPath"),
                    "error converting fieldPath: field label not supported: " + path);
        }
    }

    private static void privileges(Subject subject) {
        var escalation = subject.at("allowPrivilegeEscalation");
        if (escalation.isBoolean()
                && !escalation.asBoolean()
                && subject.at("privileged").asBoolean()) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(),
                            subject.object().toString(),
                            "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
        }
    }
}
