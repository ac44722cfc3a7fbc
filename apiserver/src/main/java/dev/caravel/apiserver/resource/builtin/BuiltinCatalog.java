package dev.caravel.apiserver.resource.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.GroupVersionKind;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.ResourceRules;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.conversion.Conversion;
import dev.caravel.apiserver.resource.defaulting.Defaulting;
import dev.caravel.apiserver.resource.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources of Kubernetes v1.36, as the schema compiler has laid them down beside this class's package. */
public final class BuiltinCatalog implements ResourceCatalog {
    private final SchemaFile schemas;
    private final Map<GroupVersionResource, Resource> byId = new LinkedHashMap<>();
    private final Map<GroupResource, Resource> stored = new LinkedHashMap<>();
    private final Map<GroupVersionKind, Resource> byKind = new LinkedHashMap<>();

    private BuiltinCatalog(SchemaFile schemas, JsonNode index) {
        this.schemas = schemas;
        var defaulting = Defaulting.of(index.get("types"));
        var validation = Validation.of(index.get("types"));
        for (var yaml : index.get("definitions")) {
            var resource = read(yaml, defaulting, validation);
            var definition = resource.definition();
            byId.put(resource.id(), resource);
            byKind.putIfAbsent(
                    new GroupVersionKind(resource.id().group(), resource.id().version(), definition.kind()), resource);
            if (definition.storageVersion().equals(resource.id().version())) {
                stored.put(resource.id().groupResource(), resource);
            }
        }
    }

    /** Reads the compiled files; milliseconds. */
    public static BuiltinCatalog load() {
        try {
            return new BuiltinCatalog(
                    new SchemaFile(bytes("schema.bin")), new ObjectMapper().readTree(bytes("definitions.json")));
        } catch (IOException e) {
            throw new UncheckedIOException("the compiled definitions cannot be read", e);
        }
    }

    /** A type by its protobuf name, also one that is no resource, such as {@code k8s.io.api.autoscaling.v1.Scale}. */
    public Optional<Schema> schema(String message) {
        return schemas.find(message);
    }

    @Override
    public Optional<Resource> find(GroupVersionResource id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Optional<Resource> find(GroupResource id) {
        return Optional.ofNullable(stored.get(id));
    }

    @Override
    public Optional<Resource> findKind(String group, String version, String kind) {
        return Optional.ofNullable(byKind.get(new GroupVersionKind(group, version, kind)));
    }

    @Override
    public Collection<Resource> all() {
        return List.copyOf(byId.values());
    }

    private Resource read(JsonNode yaml, Defaulting defaulting, Validation validation) {
        var definition = DefinitionReader.read(yaml);
        var schema = schemas.find(definition.message())
                .orElseThrow(() -> new IllegalStateException("no schema of " + definition.message()));
        var group = yaml.path("storage").path("group").asText(definition.id().group());
        var storageApiVersion =
                group.isEmpty() ? definition.storageVersion() : group + "/" + definition.storageVersion();
        var rules = new ResourceRules(
                definition,
                schema,
                DefinitionReader.selectableFields(yaml),
                yaml.path("names").asText("dns1123Subdomain"),
                defaulting,
                validation);
        var conversion =
                Conversion.named(yaml.path("storage").path("conversion").asText(""));
        return new BuiltinResource(definition, schema, storageApiVersion, conversion, rules);
    }

    private static byte[] bytes(String name) throws IOException {
        try (var stream = ResourceCatalog.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is missing: it is written by the build's compile-schema step");
            }
            return stream.readAllBytes();
        }
    }
}
