package dev.caravel.apiserver.extension.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.conversion.Conversion;
import java.util.List;
import java.util.Optional;

/** A resource of which a CustomResourceDefinition tells. */
record CustomResource(
        ResourceDefinition definition, CustomResourceSchema schema, CustomResourceRules rules, Conversion conversion)
        implements Resource {
    CustomResource {
        requireNonNull(definition, "definition is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(rules, "rules is null");
        requireNonNull(conversion, "conversion is null");
    }

    @Override
    public boolean custom() {
        return true;
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        rules.applyDefaults(object);
    }

    @Override
    public List<String> prune(ObjectNode object) {
        return rules.prune(object);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return rules.validate(object, Optional.empty());
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return rules.validate(object, Optional.of(old));
    }

    @Override
    public List<String> warnings(ObjectNode object, Optional<ObjectNode> old) {
        return FinalizerWarnings.of(object, old);
    }

    @Override
    public Optional<String> selectableField(ObjectNode object, String field) {
        String value = JsonPaths.text(object, field);
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    @Override
    public String storageApiVersion() {
        return definition.id().group() + "/" + definition.storageVersion();
    }

    @Override
    public ObjectNode toStorage(ObjectNode object) {
        return conversion.toStorage(object);
    }

    @Override
    public ObjectNode fromStorage(ObjectNode stored) {
        ObjectNode object = conversion.fromStorage(stored);
        if (object == stored) {
            object = stored.deepCopy();
        }
        // The schema may be another than when the object was stored.
        rules.prune(object);
        return object;
    }

    @Override
    public String toString() {
        return definition.id().resource() + "." + definition.id().apiVersion();
    }
}
