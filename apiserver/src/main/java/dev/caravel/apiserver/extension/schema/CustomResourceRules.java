package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.validation.MetadataValidation;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a CRD's version says about its objects, ready to be applied. Immutable and thread-safe. */
final class CustomResourceRules {
    private final ResourceDefinition definition;
    private final StructuralSchema schema;
    private final Schema objectMeta;
    private final boolean preserveUnknownFields;
    private final ValidationRules rules;
    private final MetadataValidation metadata = MetadataValidation.ofCustomResources("dns1123Subdomain");

    /** @param preserveUnknownFields {@code spec.preserveUnknownFields}, which only CRDs of old have */
    CustomResourceRules(
            ResourceDefinition definition,
            StructuralSchema schema,
            Schema objectMeta,
            boolean preserveUnknownFields,
            ValidationRules rules) {
        this.definition = definition;
        this.schema = schema;
        this.objectMeta = objectMeta;
        this.preserveUnknownFields = preserveUnknownFields;
        this.rules = rules;
    }

    void applyDefaults(ObjectNode object) {
        StructuralDefaulting.apply(object, schema);
    }

    List<String> prune(ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        if (!preserveUnknownFields) {
            unknown.addAll(StructuralPruning.prune(object, schema));
        }
        unknown.addAll(EmbeddedObjects.normalize(object, schema, "", objectMeta, this::refuse));
        return unknown;
    }

    private ApiException refuse(String what) {
        return Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(definition.kind(), definition.id().version(), definition.kind(), what));
    }

    List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>(metadata.validate(object));
        errors.addAll(rules.check("", object, old.map(before -> before)));
        return errors;
    }
}
