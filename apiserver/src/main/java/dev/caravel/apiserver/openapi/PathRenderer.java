package dev.caravel.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Says in OpenAPI what can be done at a path. */
final class PathRenderer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> MEDIA_TYPES = List.of("application/json", "application/yaml");
    private static final List<String> PATCH_TYPES = List.of(
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml");

    /** Clients look here for whether they may send a strategic merge patch. */
    private static final List<String> CUSTOM_PATCH_TYPES =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    private final OpenApiVersion version;
    private final SchemaRenderer schemas;

    PathRenderer(OpenApiVersion version, SchemaRenderer schemas) {
        this.version = version;
        this.schemas = schemas;
    }

    /**
     * What kind of object the operations at a path are about.
     *
     * @param custom whether a CustomResourceDefinition defines it
     */
    record Target(String group, String version, String kind, boolean namespaced, String subresource, boolean custom) {}

    ObjectNode render(String path, Target target, List<Operation> operations) {
        var rendered = JSON.objectNode();
        operations.forEach(operation -> rendered.set(operation.method(), render(path, target, operation)));
        var parameters = rendered.putArray("parameters");
        if (path.contains("{name}")) {
            parameter(parameters, "name", "path", "string", "name of the " + target.kind(), true);
        }
        if (path.contains("{namespace}")) {
            parameter(
                    parameters,
                    "namespace",
                    "path",
                    "string",
                    "object name and auth scope, such as for teams and projects",
                    true);
        }
        parameter(parameters, "pretty", "query", "string", "If 'true', then the output is pretty printed.", false);
        return rendered;
    }

    private ObjectNode render(String path, Target target, Operation operation) {
        var rendered = JSON.objectNode();
        var what = target.subresource().isEmpty() ? "" : target.subresource() + " of ";
        rendered.putArray("tags").add(tag(target));
        rendered.put("description", operation.verb() + " " + what + "the specified " + target.kind());
        rendered.put("operationId", operationId(path, target, operation));
        var parameters = rendered.putArray("parameters");
        for (var name : operation.query()) {
            var parameter = QueryParameters.named(name);
            parameter(parameters, name, "query", parameter.type(), parameter.description(), false);
        }
        var patches = target.custom() ? CUSTOM_PATCH_TYPES : PATCH_TYPES;
        var media = operation.method().equals("patch") ? patches : MEDIA_TYPES;
        if (version == OpenApiVersion.V2) {
            (operation.body().isEmpty() ? List.of("*/*") : media).forEach(rendered.putArray("consumes")::add);
            MEDIA_TYPES.forEach(rendered.putArray("produces")::add);
            rendered.putArray("schemes").add("https");
        }
        if (!operation.body().isEmpty()) {
            body(rendered, parameters, operation, media);
        }
        var responses = rendered.putObject("responses");
        answer(responses, "200", "OK", operation.answer());
        if (operation.method().equals("post")
                || operation.method().equals("put")
                || operation.method().equals("patch")) {
            answer(responses, "201", "Created", operation.answer());
        }
        responses.putObject("401").put("description", "Unauthorized");
        rendered.put("x-kubernetes-action", operation.action());
        rendered.putObject("x-kubernetes-group-version-kind")
                .put("group", target.group())
                .put("kind", target.kind())
                .put("version", target.version());
        return rendered;
    }

    private void body(ObjectNode operation, ArrayNode parameters, Operation described, List<String> media) {
        var required = !described.method().equals("delete");
        if (version == OpenApiVersion.V2) {
            var parameter = parameters.addObject().put("in", "body").put("name", "body");
            if (required) {
                parameter.put("required", true);
            }
            parameter.set("schema", schemas.reference(described.body()));
            return;
        }
        var body = operation.putObject("requestBody");
        var content = body.putObject("content");
        media.forEach(type -> content.putObject(type).set("schema", schemas.reference(described.body())));
        if (required) {
            body.put("required", true);
        }
    }

    private void answer(ObjectNode responses, String code, String description, String message) {
        var response = responses.putObject(code).put("description", description);
        var schema = message.isEmpty() ? JSON.objectNode().put("type", "string") : schemas.reference(message);
        if (version == OpenApiVersion.V2) {
            response.set("schema", schema);
        } else {
            var content = response.putObject("content");
            MEDIA_TYPES.forEach(type -> content.putObject(type).set("schema", schema));
        }
    }

    private void parameter(
            ArrayNode parameters, String name, String in, String type, String description, boolean required) {
        var parameter = parameters.addObject().put("name", name).put("in", in).put("description", description);
        if (required) {
            parameter.put("required", true);
        }
        var schema = version == OpenApiVersion.V2 ? parameter : parameter.putObject("schema");
        schema.put("type", type).put("uniqueItems", true);
    }

    /** {@code apps_v1}; without the group's domain. */
    private static String tag(Target target) {
        return shortGroup(target) + "_" + target.version();
    }

    private static String shortGroup(Target target) {
        return target.group().isEmpty()
                ? "core"
                : target.group().replace(".k8s.io", "").replace('.', '_');
    }

    /** Unique, and stable over releases: {@code patchAppsV1NamespacedDeploymentScale}. */
    private static String operationId(String path, Target target, Operation operation) {
        var namespaced = path.contains("{namespace}") ? "Namespaced" : "";
        var everywhere = target.namespaced() && !path.contains("{namespace}") ? "ForAllNamespaces" : "";
        var verb =
                switch (operation.action()) {
                    case "post" -> "create";
                    case "get" -> "read";
                    case "put" -> "replace";
                    case "deletecollection" -> "deleteCollection";
                    default -> operation.action();
                };
        return verb
                + capitalized(shortGroup(target))
                + capitalized(target.version())
                + namespaced
                + target.kind()
                + everywhere
                + capitalized(target.subresource());
    }

    private static String capitalized(String word) {
        return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
