package dev.caravel.apiserver.extension.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.conversion.Conversion;

/** Makes resources of the versions of CustomResourceDefinitions. Immutable and thread-safe. */
public final class CustomResourceFactory {
    private final Schema objectMeta;
    private final ValidationRules.Compiler rules;

    /** @param objectMeta the type of {@code metadata} of all objects */
    public CustomResourceFactory(Schema objectMeta, ValidationRules.Compiler rules) {
        this.objectMeta = requireNonNull(objectMeta, "objectMeta is null");
        this.rules = requireNonNull(rules, "rules is null");
    }

    /**
     * @param crd a valid CustomResourceDefinition; not kept
     * @param version a name of {@code spec.versions}
     * @param conversion between that version and the one that is stored
     */
    public Resource resource(ObjectNode crd, String version, Conversion conversion) {
        JsonNode said = version(crd, version);
        ResourceDefinition definition = CustomResourceDefinitionReader.read(crd, said);
        StructuralSchema structural = StructuralSchema.parse(said.at("/schema/openAPIV3Schema"));
        CustomResourceSchema schema = CustomResourceSchema.ofResource(definition.message(), structural, objectMeta);
        CustomResourceRules customRules = new CustomResourceRules(
                definition,
                structural.asResourceRoot(),
                objectMeta,
                crd.at("/spec/preserveUnknownFields").asBoolean(),
                structural.hasRules() ? rules.compile(structural, true) : ValidationRules.NONE);
        return new CustomResource(definition, schema, customRules, conversion);
    }

    private static JsonNode version(ObjectNode crd, String name) {
        for (JsonNode version : crd.at("/spec/versions")) {
            if (version.path("name").asText().equals(name)) {
                return version;
            }
        }
        throw new IllegalArgumentException(
                "%s has no version %s".formatted(crd.at("/metadata/name").asText(), name));
    }
}
