package dev.caravel.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes types of messages, their comments and overlays; collects all that is reachable from the roots. */
final class Types {
    private final Map<String, Descriptor> messages;
    private final Comments comments;
    private final Map<String, Overlay> overlays;
    private final Map<String, MessageType> declared;
    private final Set<String> kinds;
    private final Map<String, Map<String, List<String>>> values;
    private final Map<String, MessageType> reached = new TreeMap<>();

    /**
     * @param declared types that no descriptor has
     * @param kinds types whose objects stand alone, with {@code apiVersion} and {@code kind}
     * @param values of fields that may have a few only, by type and JSON name
     */
    Types(
            Map<String, Descriptor> messages,
            Comments comments,
            Map<String, Overlay> overlays,
            Map<String, MessageType> declared,
            Set<String> kinds,
            Map<String, Map<String, List<String>>> values) {
        this.messages = messages;
        this.comments = comments;
        this.overlays = overlays;
        this.declared = declared;
        this.kinds = kinds;
        this.values = values;
    }

    void reach(String message) {
        if (reached.containsKey(message)) {
            return;
        }
        var type = declared.containsKey(message) ? declared.get(message) : read(message);
        if (values.containsKey(message)) {
            type = type.withValues(values.get(message));
        }
        if (kinds.contains(message)) {
            type = TypeMeta.addTo(type);
        }
        reached.put(message, type);
        for (var field : type.fields()) {
            if (!field.type().isEmpty()) {
                reach(field.type());
            }
        }
    }

    Map<String, MessageType> reached() {
        return reached;
    }

    private MessageType read(String message) {
        var comment = comments.ofMessage(message);
        var atomic = comment.value("structType").orElse("").equals("atomic");
        if (JsonForms.special(message)) {
            return new MessageType(message, comment.description(), atomic, List.of());
        }
        return new MessageType(message, comment.description(), atomic, List.copyOf(fieldsOf(message)));
    }

    private List<FieldType> fieldsOf(String message) {
        var descriptor = messages.get(message);
        if (descriptor == null) {
            throw new IllegalArgumentException("no such message: " + message);
        }
        var overlay = overlay(message);
        var fields = new ArrayList<FieldType>();
        for (var field : descriptor.getFields()) {
            if (overlay.omit().contains(field.getName())) {
                continue;
            }
            if (overlay.inline().contains(field.getName())) {
                fieldsOf(JsonForms.messageName(field)).forEach(inner -> fields.add(inner.below(field.getNumber())));
            } else {
                fields.add(read(message, field, overlay));
            }
        }
        return patched(message, fields, overlay);
    }

    private FieldType read(String message, FieldDescriptor field, Overlay overlay) {
        var comment = comments.ofField(message, field.getName());
        var jsonName = overlay.rename().getOrDefault(field.getName(), field.getName());
        var required = !comment.has("optional") && !overlay.optional().contains(jsonName);
        var atomic = comment.value("structType")
                .or(() -> comment.value("mapType"))
                .orElse("")
                .equals("atomic");
        return new FieldType(
                jsonName,
                List.of(field.getNumber()),
                JsonForms.kind(field),
                JsonForms.cardinality(field),
                JsonForms.messageName(field),
                required || overlay.required().contains(jsonName),
                atomic,
                comment.value("listType").orElse(""),
                comment.values("listMapKey"),
                comment.value("patchStrategy").orElse(""),
                comment.value("patchMergeKey").orElse(""),
                comment.value("default").orElse(""),
                comment.description(),
                List.of());
    }

    private static List<FieldType> patched(String message, List<FieldType> fields, Overlay overlay) {
        var byName = new LinkedHashMap<String, FieldType>();
        fields.forEach(field -> byName.put(field.jsonName(), field));
        for (Map.Entry<String, JsonNode> patch : overlay.fields().properties()) {
            var field = byName.get(patch.getKey());
            if (field == null) {
                throw new IllegalArgumentException(message + " has no field " + patch.getKey());
            }
            byName.put(patch.getKey(), DeclaredTypes.field(patch.getKey(), patch.getValue(), field));
        }
        return List.copyOf(byName.values());
    }

    private Overlay overlay(String message) {
        return overlays.getOrDefault(message, Overlay.NONE);
    }
}
