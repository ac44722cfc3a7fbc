package dev.caravel.schema;

import java.util.ArrayList;
import java.util.List;

/** The two fields that every object has in JSON and that protobuf keeps in the envelope. */
final class TypeMeta {
    private static final FieldType API_VERSION = string(
            "apiVersion",
            "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized"
                    + " schemas to the latest internal value, and may reject unrecognized values. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources");
    private static final FieldType KIND = string(
            "kind",
            "Kind is a string value representing the REST resource this object represents. Servers may infer this from the"
                    + " endpoint the client submits requests to. Cannot be updated. In CamelCase. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds");

    private TypeMeta() {}

    static MessageType addTo(MessageType type) {
        var fields = new ArrayList<FieldType>();
        fields.add(API_VERSION);
        fields.add(KIND);
        for (var field : type.fields()) {
            if (!field.jsonName().equals("apiVersion") && !field.jsonName().equals("kind")) {
                fields.add(field);
            }
        }
        return new MessageType(type.name(), type.description(), type.atomic(), List.copyOf(fields));
    }

    private static FieldType string(String name, String description) {
        return new FieldType(
                name,
                List.of(),
                "STRING",
                "SINGLE",
                "",
                false,
                false,
                "",
                List.of(),
                "",
                "",
                "",
                description,
                List.of());
    }
}
