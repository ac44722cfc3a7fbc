package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the downward API gives containers to read: fields of their pod and amounts of their resources. */
final class DownwardRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("environmentFields", DownwardRules::environment, "downwardFiles", DownwardRules::files);

    private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\['(.*)']");
    private static final List<String> IN_ENVIRONMENT = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> IN_FILES =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");
    /** Further fields of pods, which selectors know. */
    private static final Set<String> SELECTABLE = Set.of(
            "spec.restartPolicy", "spec.schedulerName", "spec.hostNetwork", "status.phase", "status.nominatedNodeName");

    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");
    private static final List<String> BYTES =
            List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

    private DownwardRules() {}

    private static void environment(Subject source) {
        if (source.at("fieldRef").isObject()) {
            field(source.at("fieldRef"), source.pathOf("fieldRef"), IN_ENVIRONMENT, source.errors());
        }
        if (source.at("resourceFieldRef").isObject()) {
            resource(source.at("resourceFieldRef"), source.pathOf("resourceFieldRef"), false, source.errors());
        }
    }

    /** Upstream tells of the source, not of the item. */
    private static void files(Subject source) {
        for (var file : source.at("items")) {
            var path = file.path("path").asText("");
            if (path.isEmpty()) {
                source.required("path", "");
            }
            Formats.named("localPath")
                    .faults(TextNode.valueOf(path))
                    .forEach(fault -> source.invalid("path", TextNode.valueOf(path), fault));
            if (file.path("fieldRef").isObject()) {
                field(file.path("fieldRef"), source.pathOf("fieldRef"), IN_FILES, source.errors());
                if (file.path("resourceFieldRef").isObject()) {
                    source.errors()
                            .add(FieldError.invalid(
                                    source.path(),
                                    "\"resource\"",
                                    "fieldRef and resourceFieldRef can not be specified simultaneously"));
                }
            } else if (file.path("resourceFieldRef").isObject()) {
                resource(file.path("resourceFieldRef"), source.pathOf("resourceFieldRef"), true, source.errors());
            } else {
                source.errors()
                        .add(FieldError.required(source.path(), "one of fieldRef and resourceFieldRef is required"));
            }
            var mode = file.path("mode");
            if (mode.isNumber() && (mode.asInt() < 0 || mode.asInt() > 0777)) {
                source.invalid("mode", mode, "must be a number between 0 and 0777 (octal), both inclusive");
            }
        }
    }

    private static void field(JsonNode reference, String path, List<String> supported, List<FieldError> errors) {
        var version = reference.path("apiVersion").asText("");
        var name = reference.path("fieldPath").asText("");
        var at = FieldPath.child(path, "fieldPath");
        if (version.isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "apiVersion"), ""));
        } else if (name.isEmpty()) {
            errors.add(FieldError.required(at, ""));
        } else if (!version.equals("v1")) {
            errors.add(inconvertible(at, name, "unsupported pod version: " + version));
        } else {
            var subscript = SUBSCRIPT.matcher(name);
            if (subscript.matches()) {
                entry(subscript.group(1), subscript.group(2), name, path, errors);
            } else if (!isField(name)) {
                errors.add(inconvertible(at, name, "field label not supported: " + name));
            } else if (!supported.contains(name.equals("spec.host") ? "spec.nodeName" : name)) {
                errors.add(FieldError.notSupported(at, Values.quote(name), supported));
            }
        }
    }

    private static boolean isField(String name) {
        return IN_ENVIRONMENT.contains(name)
                || IN_FILES.contains(name)
                || SELECTABLE.contains(name)
                || name.equals("spec.host");
    }

    private static void entry(String map, String key, String name, String path, List<FieldError> errors) {
        switch (map) {
            case "metadata.annotations" -> keyFaults(key.toLowerCase(Locale.ROOT), path, errors);
            case "metadata.labels" -> keyFaults(key, path, errors);
            default ->
                errors.add(inconvertible(
                        FieldPath.child(path, "fieldPath"), name, "field label does not support subscript: " + name));
        }
    }

    private static void keyFaults(String key, String path, List<FieldError> errors) {
        Formats.qualifiedName(key).forEach(fault -> errors.add(FieldError.invalid(path, Values.quote(key), fault)));
    }

    private static FieldError inconvertible(String path, String name, String why) {
        return FieldError.invalid(path, Values.quote(name), "error converting fieldPath: " + why);
    }

    private static void resource(JsonNode reference, String path, boolean ofFile, List<FieldError> errors) {
        var resource = reference.path("resource").asText("");
        if (ofFile && reference.path("containerName").asText("").isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "containerName"), ""));
        } else if (resource.isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "resource"), ""));
        } else if (!RESOURCES.contains(resource) && !isOfHugePages(resource)) {
            errors.add(FieldError.notSupported(FieldPath.child(path, "resource"), Values.quote(resource), RESOURCES));
        }
        divisor(reference, resource, FieldPath.child(path, "divisor"), errors);
    }

    private static void divisor(JsonNode reference, String resource, String path, List<FieldError> errors) {
        var divisor = ContainerRules.quantity(reference.path("divisor"));
        if (divisor.isEmpty() || divisor.get().signum() == 0) {
            return;
        }
        var kind = resource.substring(resource.indexOf('.') + 1);
        if (kind.equals("cpu")) {
            oneOf(divisor.get(), List.of("1m", "1"), "1m and 1 are supported with the cpu", resource, path, errors);
        } else if (kind.equals("memory") || kind.equals("ephemeral-storage") || isOfHugePages(resource)) {
            var called = kind.equals("memory")
                    ? "memory"
                    : kind.equals("ephemeral-storage") ? "local ephemeral storage" : "hugepages";
            var list = String.join(", ", BYTES) + " are supported with the " + called;
            oneOf(divisor.get(), BYTES, list, resource, path, errors);
        }
    }

    private static void oneOf(
            Quantity divisor,
            List<String> allowed,
            String list,
            String resource,
            String path,
            List<FieldError> errors) {
        var amounts = new ArrayList<Quantity>();
        allowed.forEach(text -> amounts.add(Quantity.parse(text)));
        if (!amounts.contains(divisor)) {
            errors.add(FieldError.invalid(
                    path, Values.quote(resource), "only divisor's values %s resource".formatted(list)));
        }
    }

    private static boolean isOfHugePages(String resource) {
        return resource.startsWith("limits.hugepages-") || resource.startsWith("requests.hugepages-");
    }
}
