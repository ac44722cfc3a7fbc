package dev.caravel.apiserver.extension.schema;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object's type as a CRD says it. Immutable and thread-safe. */
public final class CustomResourceSchema implements Schema {
    private final String name;
    private final StructuralSchema structural;
    private final Map<String, Field> fields;

    private CustomResourceSchema(String name, StructuralSchema structural, Map<String, Field> fields) {
        this.name = requireNonNull(name, "name is null");
        this.structural = requireNonNull(structural, "structural is null");
        this.fields = Collections.unmodifiableMap(fields);
    }

    /**
     * The type of a whole Kubernetes object.
     *
     * @param name for example {@code com.example.stable.v1.CronTab}
     * @param objectMeta the type of {@code metadata}
     */
    public static CustomResourceSchema ofResource(String name, StructuralSchema structural, Schema objectMeta) {
        StructuralSchema root = structural.asResourceRoot();
        return new CustomResourceSchema(name, root, fields(name, root, objectMeta));
    }

    static CustomResourceSchema nested(String name, StructuralSchema structural, Schema objectMeta) {
        return new CustomResourceSchema(name, structural, fields(name, structural, objectMeta));
    }

    private static Map<String, Field> fields(String name, StructuralSchema structural, Schema objectMeta) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (structural.embeddedResource()) {
            fields.put("apiVersion", CustomResourceField.text("apiVersion"));
            fields.put("kind", CustomResourceField.text("kind"));
            fields.put("metadata", CustomResourceField.object("metadata", objectMeta));
        }
        structural
                .properties()
                .forEach((property, schema) -> fields.putIfAbsent(
                        property,
                        CustomResourceField.of(
                                property,
                                schema,
                                structural.values().required().contains(property),
                                name + "." + property,
                                objectMeta)));
        return fields;
    }

    /** What the CRD says, which is more than a type of fields can. */
    public StructuralSchema structural() {
        return structural;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return structural.description();
    }

    @Override
    public boolean atomic() {
        return structural.extensions().mapType().filter("atomic"::equals).isPresent();
    }

    @Override
    public boolean preservesUnknownFields() {
        return structural.preservesUnknownFields();
    }

    @Override
    public Map<String, Field> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return name;
    }
}
