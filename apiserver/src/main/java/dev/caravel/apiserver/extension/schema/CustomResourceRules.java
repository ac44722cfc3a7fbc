package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.extension.schema.value.ListUniqueness;
import dev.caravel.apiserver.extension.schema.value.ValueValidation;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldError.Type;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.validation.MetadataValidation;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a CRD's version says about its objects, ready to be applied. Immutable and thread-safe. */
final class CustomResourceRules {
    /** What rules cannot rely on when it is wrong. */
    private static final Set<FieldError.Type> BLOCKING =
            Set.of(Type.NOT_SUPPORTED, Type.REQUIRED, Type.TOO_LONG, Type.TOO_MANY, Type.TYPE_INVALID);

    private static final FieldError RULES_NOT_CHECKED = FieldError.invalid(
            "<nil>",
            "null",
            "some validation rules were not checked because the object was invalid; correct the existing errors to"
                    + " complete validation");

    private final ResourceDefinition definition;
    private final StructuralSchema schema;
    private final Schema objectMeta;
    private final boolean preserveUnknownFields;
    private final ValidationRules rules;
    private final ValueValidation values;
    private final Optional<ValueValidation> status;
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
        this.values = new ValueValidation(schema);
        this.status = Optional.ofNullable(schema.properties().get("status")).map(ValueValidation::new);
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

    /** Of the object's own metadata only the decoder's words are told. */
    private ApiException refuse(String path, JsonNode value, String detail) {
        String what = path.equals("metadata")
                ? detail
                : FieldError.invalid(path, GoText.of(value), detail).toString();
        return Statuses.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(definition.kind(), definition.id().version(), definition.kind(), what));
    }

    /**
     * An update of {@code status} alone is told of status alone; what had been wrong elsewhere before is not its fault.
     *
     * @param old empty on create
     */
    List<FieldError> validate(ObjectNode object, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>(metadata.validate(object));
        if (old.filter(before -> isChangeOfStatus(object, before)).isPresent()) {
            errors.addAll(ofStatus(object, old.get()));
        } else {
            errors.addAll(values.check("", object, old.map(before -> before)));
        }
        Optional.ofNullable(definition.subresources().get("scale"))
                .ifPresent(scale -> errors.addAll(ScaleValidation.check(object, scale)));
        errors.addAll(EmbeddedValidation.check(object, schema, ""));
        if (old.isEmpty() || ListUniqueness.check(schema, "", old.get()).isEmpty()) {
            errors.addAll(ListUniqueness.check(schema, "", object));
        }
        if (rules != ValidationRules.NONE && errors.stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
            errors.add(RULES_NOT_CHECKED);
        } else {
            errors.addAll(rules.check("", object, old.map(before -> before)));
        }
        return errors;
    }

    private boolean isChangeOfStatus(ObjectNode object, ObjectNode old) {
        return definition.hasSubresource("status") && !object.path("status").equals(old.path("status"));
    }

    private List<FieldError> ofStatus(ObjectNode object, ObjectNode old) {
        return status.isPresent() && object.has("status")
                ? status.get().check("status", object.get("status"), Optional.ofNullable(old.get("status")))
                : List.of();
    }
}
