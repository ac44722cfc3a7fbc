package dev.caravel.apiserver.kinds.namespaces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.StoredFields;
import dev.caravel.apiserver.resource.GroupResource;

/** Namespaces: they stay, terminating, until whoever empties them has taken all of {@code spec.finalizers} away. */
public final class NamespaceBehavior implements KindBehavior {
    private static final String FINALIZER = "kubernetes";

    @Override
    public GroupResource resource() {
        return new GroupResource("", "namespaces");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode namespace) {
        namespace.putObject("status").put("phase", "Active");
        ArrayNode finalizers = namespace.withObject("/spec").withArray("/finalizers");
        if (!contains(finalizers, FINALIZER)) {
            finalizers.add(FINALIZER);
        }
        setNameLabel(namespace);
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode namespace, ObjectNode old) {
        switch (context.subresource()) {
            case "" -> {
                StoredFields.keep(namespace.withObject("/spec"), "finalizers", old.path("spec"));
                StoredFields.keep(namespace, "status", old);
            }
            case "finalize" -> StoredFields.keep(namespace, "status", old);
            default -> {}
        }
        setNameLabel(namespace);
    }

    @Override
    public void markDeleted(ObjectNode namespace) {
        namespace.withObject("/status").put("phase", "Terminating");
    }

    @Override
    public boolean mayBeRemoved(ObjectNode namespace) {
        return namespace.at("/spec/finalizers").isEmpty();
    }

    /** Always the name: selectors rely on it. */
    private static void setNameLabel(ObjectNode namespace) {
        String name = namespace.at("/metadata/name").asText();
        if (!name.isEmpty()) {
            namespace.withObject("/metadata/labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static boolean contains(ArrayNode texts, String text) {
        for (JsonNode each : texts) {
            if (each.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
