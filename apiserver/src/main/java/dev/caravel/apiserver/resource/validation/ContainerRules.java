package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules of containers and of what is in them. */
final class ContainerRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "imageWithoutSpace", ContainerRules::imageWithoutSpace,
            "oneHandler", subject -> handlers(subject),
            "probesSucceedOnce", ContainerRules::probesSucceedOnce,
            "resources", ResourceAmounts::ofContainer,
            "httpHeaders", ContainerRules::httpHeaders,
            "fileKeys", ContainerRules::fileKeys,
            "environmentValue", ContainerRules::environmentValue,
            "environmentSource", ContainerRules::environmentSource);

    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> SOURCES =
            List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
    private static final Pattern HEADER_NAME = Pattern.compile("[-A-Za-z0-9]+");

    private ContainerRules() {}

    private static void imageWithoutSpace(Subject subject) {
        if (!subject.root().path("kind").asText().equals("Pod")) {
            return; // templates may have had such images for years
        }
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

    private static void httpHeaders(Subject action) {
        for (var header : action.at("httpHeaders")) {
            var name = header.path("name").asText("");
            if (!HEADER_NAME.matcher(name).matches()) {
                action.invalid(
                        "httpHeaders",
                        TextNode.valueOf(name),
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for"
                                + " validation is '" + HEADER_NAME + "')");
            }
        }
    }

    /** Files of variables come from a volume that a container before has written to. */
    private static void fileKeys(Subject spec) {
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            for (var i = 0; i < placed.at("env").size(); i++) {
                var reference = placed.at("env").get(i).path("valueFrom").path("fileKeyRef");
                if (!reference.isObject()) {
                    continue;
                }
                var name = reference.path("volumeName").asText("");
                var path = FieldPath.index(placed.pathOf("env"), i) + ".valueFrom.fileKeyRef.volumeName";
                var volume = spec.at("volumes")
                        .valueStream()
                        .filter(candidate -> candidate.path("name").asText().equals(name))
                        .findFirst();
                if (volume.isEmpty()) {
                    spec.errors().add(FieldError.notFound(path, Values.quote(name)));
                } else if (!volume.get().has("emptyDir")) {
                    spec.errors()
                            .add(FieldError.invalid(
                                    path, Values.quote(name), "referenced volume must be of type emptyDir"));
                }
            }
        }
    }
}
