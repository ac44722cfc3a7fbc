package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.List;

/** What is wrong with objects of built-in kinds, after their defaults are filled in. */
final class BadObjects {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    private BadObjects() {}

    static List<String> pod(String spec) {
        return errors("", "v1", "Pod", "spec: {" + spec + "}");
    }

    /** @param body what the object has besides its metadata */
    static List<String> errors(String group, String version, String kind, String body) {
        Resource resource = CATALOG.findKind(group, version, kind).orElseThrow();
        ObjectNode object = object(group, version, kind, body);
        return resource.validate(object).stream().map(FieldError::toString).toList();
    }

    /** What is wrong with a change. */
    static List<String> changed(String group, String version, String kind, String before, String after) {
        Resource resource = CATALOG.findKind(group, version, kind).orElseThrow();
        ObjectNode old = object(group, version, kind, before);
        ObjectNode next = object(group, version, kind, after);
        return resource.validateUpdate(next, old).stream()
                .map(FieldError::toString)
                .toList();
    }

    private static ObjectNode object(String group, String version, String kind, String body) {
        String apiVersion = group.isEmpty() ? version : group + "/" + version;
        ObjectNode object = Json.object("{apiVersion: '%s', kind: '%s', metadata: {name: 'x', namespace: 'ns'}, %s}"
                .formatted(apiVersion, kind, body));
        CATALOG.findKind(group, version, kind).orElseThrow().applyDefaults(object);
        return object;
    }
}
