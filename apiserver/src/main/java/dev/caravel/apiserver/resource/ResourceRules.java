package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.defaulting.Defaulting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What data says about the objects of one resource, ready to be applied. Immutable and thread-safe. */
public final class ResourceRules {
    private final Schema schema;
    private final FieldTypes fieldTypes;
    private final SelectableFields selectableFields;

    private final Defaulting defaulting;

    /** @param selectableSources where a selectable field's value comes from, by the field's name */
    public ResourceRules(
            ResourceDefinition definition,
            Schema schema,
            Map<String, String> selectableSources,
            Defaulting defaulting) {
        this.schema = schema;
        this.fieldTypes = new FieldTypes(definition.kind(), definition.id().version());
        this.defaulting = defaulting;
        this.selectableFields = new SelectableFields(selectableSources);
    }

    public void applyDefaults(ObjectNode object) {
        defaulting.apply(object, schema);
    }

    public List<String> prune(ObjectNode object) {
        return Pruner.prune(object, schema, fieldTypes);
    }

    public List<FieldError> validate(ObjectNode object) {
        return List.of();
    }

    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return List.of();
    }

    public Optional<String> selectableField(ObjectNode object, String field) {
        return selectableFields.value(object, field);
    }
}
