package dev.caravel.apiserver.resource.builtin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.ResourceRules;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.conversion.Conversion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A resource that was known at build time. */
record BuiltinResource(
        ResourceDefinition definition,
        Schema schema,
        String storageApiVersion,
        Conversion conversion,
        ResourceRules rules)
        implements Resource {
    BuiltinResource {
        requireNonNull(definition, "definition is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(storageApiVersion, "storageApiVersion is null");
        requireNonNull(conversion, "conversion is null");
        requireNonNull(rules, "rules is null");
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        rules.applyDefaults(object);
    }

    @Override
    public void applyDefaults(ObjectNode object, ObjectNode old) {
        rules.applyDefaults(object, old);
    }

    @Override
    public List<String> prune(ObjectNode object) {
        return rules.prune(object);
    }

    @Override
    public List<String> prune(ObjectNode object, ObjectNode old) {
        return rules.prune(object, old);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return rules.validate(object);
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return rules.validateUpdate(object, old);
    }

    @Override
    public Optional<String> selectableField(ObjectNode object, String field) {
        return rules.selectableField(object, field);
    }

    @Override
    public Optional<Set<String>> selectablePaths() {
        return Optional.of(rules.selectablePaths(definition.selectableFields()));
    }

    @Override
    public String selectableSource(String field) {
        return rules.selectableSource(field);
    }

    @Override
    public ObjectNode toStorage(ObjectNode object) {
        return conversion.toStorage(object);
    }

    @Override
    public ObjectNode fromStorage(ObjectNode stored) {
        return conversion.fromStorage(stored);
    }

    @Override
    public String toString() {
        return definition.id().resource() + "." + definition.id().apiVersion();
    }
}
