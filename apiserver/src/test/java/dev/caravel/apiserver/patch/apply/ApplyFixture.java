package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** One object of a built-in resource, and people who write it. Time goes on by a minute with each write. */
final class ApplyFixture {
    static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Resource resource;
    private int writes;
    private ObjectNode object;

    ApplyFixture(String group, String version, String resource) {
        this.resource =
                CATALOG.find(new GroupVersionResource(group, version, resource)).orElseThrow();
        this.object = YAML.createObjectNode();
    }

    static ApplyFixture deployment() {
        return new ApplyFixture("apps", "v1", "deployments");
    }

    static ApplyFixture configMap() {
        return new ApplyFixture("", "v1", "configmaps");
    }

    static ObjectNode yaml(String text) {
        try {
            return (ObjectNode) YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FieldOwnership ownership() {
        Clock clock = Clock.fixed(START.plus(Duration.ofMinutes(writes++)), ZoneOffset.UTC);
        return new FieldOwnership(CATALOG, clock);
    }

    /** The text goes on from apiVersion, kind and name. */
    private ObjectNode configuration(String text) {
        ObjectNode configuration = yaml(text);
        configuration.put("apiVersion", resource.id().apiVersion());
        configuration.put("kind", resource.definition().kind());
        configuration.withObject("/metadata").put("name", "it");
        return configuration;
    }

    ObjectNode apply(String manager, String text) {
        return apply(manager, "", false, text);
    }

    ObjectNode force(String manager, String text) {
        return apply(manager, "", true, text);
    }

    ObjectNode apply(String manager, String subresource, boolean force, String text) {
        object = ownership().apply(resource, subresource, object, configuration(text), manager, force);
        object.withObject("/metadata").put("uid", "1");
        return object;
    }

    ObjectNode update(String manager, String text) {
        return update(manager, "", text);
    }

    ObjectNode update(String manager, String subresource, String text) {
        ObjectNode next = configuration(text);
        if (!next.path("metadata").has("managedFields")
                && object.path("metadata").has("managedFields")) {
            next.withObject("/metadata")
                    .set("managedFields", object.path("metadata").get("managedFields"));
        }
        if (object.path("metadata").has("uid")) {
            next.withObject("/metadata").put("uid", "1");
        }
        ownership().track(resource, subresource, object, next, manager);
        object = next;
        object.withObject("/metadata").put("uid", "1");
        return object;
    }

    ObjectNode object() {
        return object;
    }

    ApplyFixture with(ObjectNode other) {
        object = other;
        return this;
    }

    /** The fields of one manager; missing when it has no entry. */
    JsonNode fieldsOf(String manager) {
        return entry(manager).path("fieldsV1");
    }

    JsonNode entry(String manager) {
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry;
            }
        }
        return YAML.missingNode();
    }
}
