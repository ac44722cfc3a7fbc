package dev.caravel.apiserver.extension.schema.definition;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.definition.HoistedSpec.Shared;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.extension.schema.value.StringFormats;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** CustomResourceDefinitions: checked through and through, and they remember in which versions objects were stored. */
public final class CustomResourceDefinitionBehavior implements KindBehavior {
    private final DefinitionValidation validation;
    private final Consumer<ObjectNode> whenDeleted;

    /** @param whenDeleted sees to it that a definition stays until all its objects are gone */
    public CustomResourceDefinitionBehavior(DefinitionValidation validation, Consumer<ObjectNode> whenDeleted) {
        this.validation = requireNonNull(validation, "validation is null");
        this.whenDeleted = requireNonNull(whenDeleted, "whenDeleted is null");
    }

    @Override
    public void markDeleted(ObjectNode definition) {
        whenDeleted.accept(definition);
    }

    @Override
    public GroupResource resource() {
        return new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode definition) {
        rememberStorageVersion(definition);
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode definition, ObjectNode old) {
        if (context.subresource().isEmpty()) {
            rememberStorageVersion(definition);
        }
    }

    private static void rememberStorageVersion(ObjectNode definition) {
        for (JsonNode version : definition.at("/spec/versions")) {
            if (version.path("storage").asBoolean()) {
                JsonNode stored = definition.path("status").path("storedVersions");
                if (stored.valueStream().noneMatch(version.path("name")::equals)) {
                    ObjectNode status = definition.withObject("/status").deepCopy(); // it is the old definition's own
                    status.withArray("storedVersions").add(version.path("name"));
                    definition.set("status", status);
                }
                return;
            }
        }
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode definition, Optional<ObjectNode> old) {
        return context.subresource().equals("status")
                ? validation.ofStatus(definition)
                : validation.check(definition, old);
    }

    /** A format that is not known is ignored, which is seldom what is meant. */
    @Override
    public List<String> warnings(Context context, ObjectNode definition, Optional<ObjectNode> old) {
        if (!context.subresource().isEmpty()) {
            return List.of();
        }
        Set<String> before = old.map(CustomResourceDefinitionBehavior::unrecognizedFormats)
                .map(Set::copyOf)
                .orElse(Set.of());
        return unrecognizedFormats(definition).stream()
                .filter(format -> !before.contains(format))
                .map(format -> "unrecognized format " + GoText.quote(format))
                .toList();
    }

    private static List<String> unrecognizedFormats(ObjectNode definition) {
        return HoistedSpec.of(definition).parts(Shared.SCHEMA).stream()
                .map(part -> StructuralSchema.parse(part.value().path("openAPIV3Schema")))
                .flatMap(StructuralSchema::all)
                .flatMap(schema -> StringFormats.unrecognized(schema).stream())
                .toList();
    }
}
