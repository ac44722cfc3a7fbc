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
        pairDataSources(claim.withObject("/spec"));
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode claim, ObjectNode old) {
        pairDataSources(claim.withObject("/spec"));
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
