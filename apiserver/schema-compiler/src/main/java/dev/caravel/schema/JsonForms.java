package dev.caravel.schema;

import static java.util.Map.entry;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;

/** How a protobuf field looks in JSON: the kind, as the API server's {@code Schema.Kind} names it. */
final class JsonForms {
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String EXTENSIONS = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.";

    /** Messages that are not objects in JSON. */
    private static final Map<String, String> SPECIAL = Map.ofEntries(
            entry(META + "Time", "TIME"),
            entry(META + "MicroTime", "MICRO_TIME"),
            entry(META + "Duration", "DURATION"),
            entry(META + "Verbs", "STRINGS"),
            entry(META + "FieldsV1", "ANY"),
            entry("k8s.io.apimachinery.pkg.api.resource.Quantity", "QUANTITY"),
            entry("k8s.io.apimachinery.pkg.util.intstr.IntOrString", "INT_OR_STRING"),
            entry("k8s.io.apimachinery.pkg.runtime.RawExtension", "ANY"),
            entry("k8s.io.api.authentication.v1.ExtraValue", "STRINGS"),
            entry("k8s.io.api.authorization.v1.ExtraValue", "STRINGS"),
            entry("k8s.io.api.certificates.v1.ExtraValue", "STRINGS"),
            entry(EXTENSIONS + "JSON", "ANY"),
            entry(EXTENSIONS + "JSONSchemaPropsOrArray", "ANY"),
            entry(EXTENSIONS + "JSONSchemaPropsOrBool", "ANY"),
            entry(EXTENSIONS + "JSONSchemaPropsOrStringArray", "ANY"));

    private JsonForms() {}

    static boolean special(String message) {
        return SPECIAL.containsKey(message);
    }

    /** Maps are told apart from lists here: for them it is the kind of the value. */
    static String kind(FieldDescriptor field) {
        var value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        return switch (value.getType()) {
            case STRING -> "STRING";
            case BYTES -> "BYTES";
            case BOOL -> "BOOLEAN";
            case INT32, UINT32, SINT32 -> "INT32";
            case INT64, UINT64, SINT64 -> "INT64";
            case DOUBLE, FLOAT -> "DOUBLE";
            case MESSAGE -> SPECIAL.getOrDefault(value.getMessageType().getFullName(), "OBJECT");
            default ->
                throw new IllegalArgumentException(field.getFullName() + " is of unknown type " + value.getType());
        };
    }

    static String cardinality(FieldDescriptor field) {
        return field.isMapField() ? "MAP" : field.isRepeated() ? "LIST" : "SINGLE";
    }

    static String messageName(FieldDescriptor field) {
        var value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? value.getMessageType().getFullName()
                : "";
    }
}
