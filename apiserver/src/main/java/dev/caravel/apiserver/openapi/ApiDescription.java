package dev.caravel.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.CustomResourceSchema;
import dev.caravel.apiserver.openapi.PathRenderer.Target;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Gathers the paths of resources and all types that they need. */
final class ApiDescription {
    private final Function<String, Optional<Schema>> types;
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    private final SchemaRenderer schemas;
    private final CustomSchemaRenderer customSchemas;
    private final PathRenderer pathRenderer;
    private final Map<String, String> packages = new HashMap<>();
    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    /** @param all every served resource, also those that are not described */
    ApiDescription(OpenApiVersion version, Function<String, Optional<Schema>> types, Collection<Resource> all) {
        this.types = types;
        schemas = new SchemaRenderer(version);
        customSchemas = new CustomSchemaRenderer(version, schemas::reference);
        pathRenderer = new PathRenderer(version, schemas);
        for (var resource : all) {
            var message = resource.definition().message();
            packages.put(resource.id().apiVersion(), message.substring(0, message.lastIndexOf('.')));
        }
    }

    void add(Resource resource) {
        var definition = resource.definition();
        var id = definition.id();
        var kind = definition.kind();
        if (resource.schema() instanceof CustomResourceSchema custom) {
            defineCustom(definition, custom);
        } else {
            define(resource.schema());
            define(definition.listKind().isEmpty() ? "" : definition.message() + "List");
        }
        groupVersionKind(definition.message(), id, kind);
        if (!definition.listKind().isEmpty()) {
            groupVersionKind(definition.message() + "List", id, definition.listKind());
        }
        var root = (id.group().isEmpty() ? "/api/" : "/apis/") + id.apiVersion();
        var collection = root + (definition.namespaced() ? "/namespaces/{namespace}/" : "/") + id.resource();
        var target = new Target(id.group(), id.version(), kind, definition.namespaced(), "", resource.custom());
        path(collection, target, Operations.collection(definition));
        if (definition.namespaced()) {
            path(root + "/" + id.resource(), target, Operations.everywhere(definition));
        }
        path(collection + "/{name}", target, Operations.item(itemVerbs(definition), definition.message()));
        definition.subresources().values().forEach(subresource -> add(resource, subresource, collection));
    }

    private void defineCustom(ResourceDefinition definition, CustomResourceSchema schema) {
        definitions.put(
                SchemaRenderer.name(definition.message()),
                customSchemas.render(schema.structural().source()));
        definitions.put(SchemaRenderer.name(definition.message() + "List"), customSchemas.renderList(definition));
        define(META + "ObjectMeta");
        define(META + "ListMeta");
    }

    private void add(Resource resource, ResourceDefinition.Subresource subresource, String collection) {
        var definition = resource.definition();
        var id = new GroupVersionResource(subresource.group(), subresource.version(), "");
        var message = packages.get(id.apiVersion()) + "." + subresource.kind();
        var known = types.apply(message);
        known.ifPresent(schema -> {
            define(schema);
            groupVersionKind(message, id, subresource.kind());
        });
        var target = new Target(
                subresource.group(),
                subresource.version(),
                subresource.kind(),
                definition.namespaced(),
                subresource.name(),
                resource.custom());
        var answer = known.isPresent() && !subresource.name().equals("log") ? message : "";
        var operations = subresource.verbs().equals(Set.of("create"))
                ? Operations.creation(answer)
                : Operations.item(subresource.verbs(), answer);
        path(collection + "/{name}/" + subresource.name(), target, operations);
    }

    private static Set<String> itemVerbs(ResourceDefinition definition) {
        return definition.verbs().contains("get") ? definition.verbs() : Set.of();
    }

    private void path(String path, Target target, List<Operation> operations) {
        if (operations.isEmpty()) {
            return;
        }
        for (var operation : operations) {
            define(operation.body());
            define(operation.answer());
        }
        paths.put(path, pathRenderer.render(path, target, operations));
    }

    private void define(String message) {
        if (message.equals(Operations.PATCH)) {
            definitions.computeIfAbsent(SchemaRenderer.name(message), _ -> JsonNodeFactory.instance
                    .objectNode()
                    .put("description", "Patch stands for the body of a PATCH request.")
                    .put("type", "object"));
        } else if (!message.isEmpty()) {
            types.apply(message).ifPresent(this::define);
        }
    }

    private void define(Schema schema) {
        var name = SchemaRenderer.name(schema.name());
        if (definitions.containsKey(name)) {
            return;
        }
        definitions.put(name, schemas.render(schema));
        SchemaRenderer.references(schema).forEach(this::define);
    }

    private void groupVersionKind(String message, GroupVersionResource id, String kind) {
        var definition = definitions.get(SchemaRenderer.name(message));
        if (definition == null || definition.has("x-kubernetes-group-version-kind")) {
            return;
        }
        definition
                .putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", id.group())
                .put("kind", kind)
                .put("version", id.version());
    }

    ObjectNode paths() {
        return collect(paths);
    }

    ObjectNode definitions() {
        return collect(definitions);
    }

    private static ObjectNode collect(Map<String, ObjectNode> parts) {
        var all = JsonNodeFactory.instance.objectNode();
        parts.forEach(all::set);
        return all;
    }
}
