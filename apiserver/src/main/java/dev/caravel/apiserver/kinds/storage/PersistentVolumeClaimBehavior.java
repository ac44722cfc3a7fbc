package dev.caravel.apiserver.kinds.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;

/** Claims: pending at first; {@code dataSource} and {@code dataSourceRef} say the same (KEP-1495). */
public final class PersistentVolumeClaimBehavior implements KindBehavior {
    private static final List<String> REFERENCE = List.of("apiGroup", "kind", "name");

    @Override
    public GroupResource resource() {
        return new GroupResource("", "persistentvolumeclaims");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode claim) {
        claim.putObject("status").put("phase", "Pending");
        dropForeignSources(claim.withObject("/spec"));
        pairDataSources(claim.withObject("/spec"));
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode claim, ObjectNode old) {
        if (!context.subresource().equals("status")) { // whose spec is the old claim's own
            pairDataSources(claim.withObject("/spec"));
        }
    }

    /** Of other kinds and of other namespaces only the newer field tells, and of namespaces not even that yet (KEP-3294). */
    private static void dropForeignSources(ObjectNode spec) {
        String group = spec.at("/dataSource/apiGroup").asText();
        String kind = spec.at("/dataSource/kind").asText();
        boolean claim = group.isEmpty() && kind.equals("PersistentVolumeClaim");
        boolean snapshot = group.equals("snapshot.storage.k8s.io") && kind.equals("VolumeSnapshot");
        if (!claim && !snapshot) {
            spec.remove("dataSource");
        }
        if (!spec.at("/dataSourceRef/namespace").asText().isEmpty()) {
            spec.remove("dataSourceRef");
        }
    }

    private static void pairDataSources(ObjectNode spec) {
        JsonNode old = spec.path("dataSource");
        JsonNode reference = spec.path("dataSourceRef");
        if (old.isObject() && !reference.isObject()) {
            spec.set("dataSourceRef", copy(old));
        } else if (reference.isObject()
                && !old.isObject()
                && reference.path("namespace").asText().isEmpty()) {
            spec.set("dataSource", copy(reference));
        }
    }

    private static ObjectNode copy(JsonNode reference) {
        ObjectNode copy = ((ObjectNode) reference).objectNode();
        REFERENCE.stream().filter(reference::has).forEach(field -> copy.set(field, reference.get(field)));
        return copy;
    }
}
