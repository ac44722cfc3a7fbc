package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What an OpenAPI v2 document says of one group version: its paths, and the definitions and parameters that these refer to. It
 * can be added to the description of other servers. The trees are not changed.
 */
record SwaggerPart(ObjectNode paths, ObjectNode definitions, ObjectNode parameters) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "$ref";
    private static final String DEFINITIONS = "#/definitions/";
    private static final String PARAMETERS = "#/parameters/";

    SwaggerPart {
        requireNonNull(paths, "paths is null");
        requireNonNull(definitions, "definitions is null");
        requireNonNull(parameters, "parameters is null");
    }

    static SwaggerPart of(ObjectNode document, GroupVersion groupVersion) {
        SwaggerPart part = new SwaggerPart(JSON.objectNode(), JSON.objectNode(), JSON.objectNode());
        document.path("paths").properties().forEach(each -> {
            String path = each.getKey();
            if (path.equals(groupVersion.path()) || path.startsWith(groupVersion.path() + "/")) {
                part.paths.set(path, each.getValue());
                part.takeReferencesOf(each.getValue(), document);
            }
        });
        return part;
    }

    private void takeReferencesOf(JsonNode node, ObjectNode document) {
        forEachReference(node, reference -> {
            take(reference, DEFINITIONS, definitions, document.path("definitions"), document);
            take(reference, PARAMETERS, parameters, document.path("parameters"), document);
        });
    }

    private void take(String reference, String prefix, ObjectNode into, JsonNode from, ObjectNode document) {
        if (!reference.startsWith(prefix)) {
            return;
        }
        String name = reference.substring(prefix.length());
        JsonNode referred = from.path(name);
        if (!into.has(name) && referred.isObject()) {
            into.set(name, referred);
            takeReferencesOf(referred, document);
        }
    }

    /** Adds the part to a document, in place. What there has the same name and is something else, keeps it. */
    void addTo(ObjectNode document) {
        ObjectNode allDefinitions = document.withObject("/definitions");
        ObjectNode allParameters = parameters.isEmpty() ? JSON.objectNode() : document.withObject("/parameters");
        Map<String, String> renamed = new TreeMap<>();
        rename(definitions, DEFINITIONS, allDefinitions, renamed);
        rename(parameters, PARAMETERS, allParameters, renamed);
        UnaryOperator<String> name = reference -> renamed.getOrDefault(reference, reference);
        copy(definitions, DEFINITIONS, allDefinitions, name);
        copy(parameters, PARAMETERS, allParameters, name);
        copy(paths, "", document.withObject("/paths"), name);
    }

    private static void rename(ObjectNode mine, String prefix, ObjectNode theirs, Map<String, String> renamed) {
        mine.properties().forEach(each -> {
            String name = each.getKey();
            for (int i = 2; theirs.has(name) && !theirs.get(name).equals(each.getValue()); i++) {
                name = each.getKey() + "_v" + i;
            }
            if (!name.equals(each.getKey())) {
                renamed.put(prefix + each.getKey(), prefix + name);
            }
        });
    }

    private static void copy(ObjectNode from, String prefix, ObjectNode into, UnaryOperator<String> name) {
        from.properties().forEach(each -> {
            String key = name.apply(prefix + each.getKey()).substring(prefix.length());
            if (!into.has(key)) {
                into.set(key, withReferences(each.getValue(), name));
            }
        });
    }

    private static JsonNode withReferences(JsonNode node, UnaryOperator<String> name) {
        JsonNode copy = node.deepCopy();
        forEachObject(copy, object -> {
            if (object.path(REFERENCE).isTextual()) {
                object.put(REFERENCE, name.apply(object.path(REFERENCE).asText()));
            }
        });
        return copy;
    }

    private static void forEachReference(JsonNode node, Consumer<String> action) {
        forEachObject(node, object -> {
            if (object.path(REFERENCE).isTextual()) {
                action.accept(object.path(REFERENCE).asText());
            }
        });
    }

    private static void forEachObject(JsonNode node, Consumer<ObjectNode> action) {
        if (node instanceof ObjectNode object) {
            action.accept(object);
        }
        node.forEach(child -> forEachObject(child, action));
    }
}
