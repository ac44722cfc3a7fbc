package dev.caravel.apiserver.protobuf;

import dev.caravel.apiserver.resource.Schema;
import java.util.Map;

/** The type of an object's PartialObjectMetadata: of all that it has, the metadata. Immutable. */
public record MetadataOnly(String name, Map<String, Field> fields) implements Schema {
    public static MetadataOnly of(Schema whole) {
        Field metadata = whole.field("metadata")
                .orElseThrow(() -> new IllegalArgumentException(whole.name() + " has no metadata"));
        return new MetadataOnly("metadata of " + whole.name(), Map.of("metadata", metadata));
    }

    @Override
    public String description() {
        return "";
    }
}
