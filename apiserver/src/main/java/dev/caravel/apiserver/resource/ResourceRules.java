package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.defaulting.Defaulting;
import dev.caravel.apiserver.resource.validation.MetadataValidation;
import dev.caravel.apiserver.resource.validation.Validation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What data says about the objects of one resource, ready to be applied. Immutable and thread-safe. */
public final class ResourceRules {
    private final Schema schema;
    private final FieldTypes fieldTypes;
    private final SelectableFields selectableFields;

    private final boolean storesObjects;
    private final Defaulting defaulting;
    private final Validation validation;
    private final MetadataValidation metadata;

    /**
     * @param selectableSources where a selectable field's value comes from, by the field's name
     * @param names the format of the objects' names
     */
    public ResourceRules(
            ResourceDefinition definition,
            Schema schema,
            Map<String, String> selectableSources,
            String names,
            Defaulting defaulting,
            Validation validation) {
        this.schema = schema;
        this.fieldTypes = FieldTypes.of(definition.kind(), definition.id().version());
        this.defaulting = defaulting;
        this.validation = validation;
        this.metadata = new MetadataValidation(names);
        this.storesObjects = !definition.storagePrefix().isEmpty();
        this.selectableFields = new SelectableFields(selectableSources);
    }

    public void applyDefaults(ObjectNode object) {
        defaulting.apply(object, schema);
    }

    /** Leaves the members alone that are the old object's own. */
    public void applyDefaults(ObjectNode object, ObjectNode old) {
        defaulting.apply(object, old, schema);
    }

    public List<String> prune(ObjectNode object) {
        return Pruner.prune(object, schema, fieldTypes);
    }

    /** Leaves alone what is the old object's own. */
    public List<String> prune(ObjectNode object, ObjectNode old) {
        return Pruner.prune(object, old, schema, fieldTypes);
    }

    public List<FieldError> validate(ObjectNode object) {
        return check(object, Optional.empty());
    }

    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return check(object, Optional.of(old));
    }

    /** Reviews and other requests that are not kept have no name. */
    private List<FieldError> check(ObjectNode object, Optional<ObjectNode> old) {
        var errors = new ArrayList<FieldError>();
        if (storesObjects) {
            errors.addAll(metadata.validate(object));
        }
        errors.addAll(validation.validate(object, old, schema));
        return errors;
    }

    public String selectableSource(String field) {
        return selectableFields.source(field);
    }

    /** The paths of all that {@link #selectableField} looks at for any of the fields. */
    public Set<String> selectablePaths(Collection<String> fields) {
        return fields.stream()
                .flatMap(field -> selectableFields.paths(field).stream())
                .collect(Collectors.toSet());
    }

    public Optional<String> selectableField(ObjectNode object, String field) {
        return selectableFields.value(object, field);
    }
}
