package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.extension.schema.definition.HoistedSpec.Part;
import dev.caravel.apiserver.extension.schema.definition.HoistedSpec.Shared;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.List;
import java.util.Optional;

/** What CustomResourceDefinitions must be like, besides what all objects must. Immutable and thread-safe. */
public final class DefinitionValidation {
    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

    private final SchemaRules schemas;

    /** @param objectMeta the type of {@code metadata} of all objects */
    public DefinitionValidation(Schema objectMeta, ValidationRules.Compiler rules) {
        this.schemas = new SchemaRules(objectMeta, rules);
    }

    /** A change of {@code status}. */
    public List<FieldError> ofStatus(ObjectNode definition) {
        return NameRules.check(definition.at("/status/acceptedNames"), "status.acceptedNames");
    }

    /** @param old empty on create */
    public List<FieldError> check(ObjectNode definition, Optional<ObjectNode> old) {
        Requirements requirements = new Requirements();
        JsonNode spec = definition.path("spec");
        HoistedSpec hoisted = HoistedSpec.of(definition);
        if (old.isEmpty()) {
            name(definition, requirements);
        }
        group(spec.path("group").asText(""), requirements);
        scope(spec.path("scope").asText(""), requirements);
        requireSchemas(hoisted, requirements);
        requirements.addAll(VersionRules.check(hoisted));
        requirements.addAll(NameRules.required(spec.path("names"), "spec.names"));
        requirements.addAll(NameRules.check(spec.path("names"), "spec.names"));
        schemas(hoisted, old, requirements);
        hoisted.parts(Shared.SUBRESOURCES)
                .forEach(part -> requirements.addAll(SubresourceRules.subresources(part.value(), part.path())));
        hoisted.parts(Shared.COLUMNS)
                .forEach(part -> requirements.addAll(SubresourceRules.columns(part.value(), part.path())));
        selectableFields(hoisted, old.map(HoistedSpec::of), requirements);
        requirements.addAll(ConversionRules.check(
                spec.path("conversion"),
                old.map(before -> before.at("/spec/conversion")),
                old.filter(DefinitionValidation::isEstablished).isPresent()));
        old.ifPresent(before -> immutable(definition, before, requirements));
        requirements.addAll(NameRules.check(definition.at("/status/acceptedNames"), "status.acceptedNames"));
        requirements.addAll(VersionRules.stored(hoisted, definition.at("/status/storedVersions")));
        requirements.addAll(ProtectedGroups.check(definition, old));
        if (spec.path("preserveUnknownFields").asBoolean()
                && !old.map(before -> before.at("/spec/preserveUnknownFields").asBoolean())
                        .orElse(false)) {
            requirements.add(
                    FieldError.invalid(
                            "spec.preserveUnknownFields",
                            "true",
                            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
        }
        return requirements.errors();
    }

    private static void name(ObjectNode definition, Requirements requirements) {
        String name = definition.at("/metadata/name").asText();
        String wanted = definition.at("/spec/names/plural").asText() + "."
                + definition.at("/spec/group").asText();
        if (!name.equals(wanted)) {
            requirements.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static void group(String group, Requirements requirements) {
        if (group.isEmpty()) {
            requirements.required("spec.group", "");
        } else if (!Formats.dns1123Subdomain(group).isEmpty()) {
            requirements.format("spec.group", group, Formats::dns1123Subdomain);
        } else if (!group.contains(".")) {
            requirements.invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static void scope(String scope, Requirements requirements) {
        if (scope.isEmpty()) {
            requirements.required("spec.scope", "");
        } else if (!SCOPES.contains(scope)) {
            requirements.notSupported("spec.scope", scope, SCOPES);
        }
    }

    private static void requireSchemas(HoistedSpec spec, Requirements requirements) {
        List<JsonNode> versions = spec.versions();
        for (int i = 0; i < versions.size(); i++) {
            if (!versions.get(i).at("/schema/openAPIV3Schema").isObject()) {
                requirements.required("spec.versions[" + i + "].schema.openAPIV3Schema", "");
            }
        }
    }

    private void schemas(HoistedSpec spec, Optional<ObjectNode> old, Requirements requirements) {
        for (Part part : spec.parts(Shared.SCHEMA)) {
            JsonNode schema = part.value().path("openAPIV3Schema");
            if (schema.isObject()) {
                requirements.addAll(
                        schemas.check(schema, part.path() + ".openAPIV3Schema", spec.hasStatus(part.version()), old));
            }
        }
    }

    private static void selectableFields(HoistedSpec spec, Optional<HoistedSpec> old, Requirements requirements) {
        for (Part part : spec.parts(Shared.SELECTABLE_FIELDS)) {
            boolean whole = part.version() < 0;
            if (whole && !spec.isShared(Shared.SCHEMA)) {
                requirements.invalid(part.path(), "", "may only be set when validations.schema is included");
                continue;
            }
            JsonNode version = spec.versions().get(Math.max(0, part.version()));
            JsonNode schema = version.at("/schema/openAPIV3Schema");
            boolean before = old.stream()
                    .flatMap(of -> of.versions().stream())
                    .anyMatch(of -> of.path("name").equals(version.path("name"))
                            && of.path("selectableFields").equals(part.value()));
            requirements.addAll(
                    SelectableFieldRules.check(part.value(), StructuralSchema.parse(schema), part.path(), before));
        }
    }

    /** Names that decide under which keys objects are stored, and, once it is served, what the objects are. */
    private static void immutable(ObjectNode definition, ObjectNode old, Requirements requirements) {
        if (isEstablished(old)) {
            same(definition, old, "/spec/scope", requirements);
            same(definition, old, "/spec/names/kind", requirements);
        }
        same(definition, old, "/spec/group", requirements);
        same(definition, old, "/spec/names/plural", requirements);
    }

    private static void same(ObjectNode definition, ObjectNode old, String pointer, Requirements requirements) {
        JsonNode value = definition.at(pointer);
        if (!value.equals(old.at(pointer))) {
            requirements.add(
                    FieldError.invalid(pointer.substring(1).replace('/', '.'), GoText.of(value), "field is immutable"));
        }
    }

    private static boolean isEstablished(ObjectNode definition) {
        return definition
                .at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asText().equals("Established")
                        && condition.path("status").asText().equals("True"));
    }
}
