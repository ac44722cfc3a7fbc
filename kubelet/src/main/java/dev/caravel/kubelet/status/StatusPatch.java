package dev.caravel.kubelet.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The strategic merge patch from one pod status to another. Conditions merge by type and addresses by ip on the server, so
 * that what others have written beside us stays.
 */
final class StatusPatch {
    private static final Set<String> ADDRESS_LISTS = Set.of("podIPs", "hostIPs");
    private static final String CONDITIONS = "conditions";

    private StatusPatch() {}

    /** Empty when nothing differs. */
    static Optional<JsonNode> between(ObjectMapper mapper, JsonNode before, JsonNode after) {
        ObjectNode patch = mapper.createObjectNode();
        after.properties().forEach(field -> {
            JsonNode old = before.get(field.getKey());
            JsonNode value = field.getValue();
            if (value.equals(old)) {
                return;
            }
            if (field.getKey().equals(CONDITIONS)) {
                ArrayNode changed = conditions(mapper, old, value);
                if (!changed.isEmpty()) {
                    patch.set(CONDITIONS, changed);
                }
            } else if (ADDRESS_LISTS.contains(field.getKey())) {
                patch.set(field.getKey(), addresses(mapper, old, (ArrayNode) value));
            } else if (value.isObject() && old != null && old.isObject()) {
                between(mapper, old, value).ifPresent(inner -> patch.set(field.getKey(), inner));
            } else {
                patch.set(field.getKey(), value);
            }
        });
        before.fieldNames().forEachRemaining(name -> {
            if (!after.has(name) && !name.equals(CONDITIONS)) {
                patch.putNull(name);
            }
        });
        return patch.isEmpty() ? Optional.empty() : Optional.of(patch);
    }

    private static ArrayNode conditions(ObjectMapper mapper, JsonNode old, JsonNode value) {
        Map<String, JsonNode> known = new HashMap<>();
        if (old != null) {
            old.forEach(condition -> known.put(condition.path("type").asText(), condition));
        }
        ArrayNode changed = mapper.createArrayNode();
        for (JsonNode condition : value) {
            JsonNode before = known.get(condition.path("type").asText());
            if (condition.equals(before)) {
                continue;
            }
            ObjectNode element = condition.deepCopy();
            if (before != null) {
                before.fieldNames().forEachRemaining(name -> {
                    if (!condition.has(name)) {
                        element.putNull(name);
                    }
                });
            }
            changed.add(element);
        }
        return changed;
    }

    /** A merge list never forgets, so an address that is gone makes the whole list be replaced. */
    private static ArrayNode addresses(ObjectMapper mapper, JsonNode old, ArrayNode value) {
        ArrayNode list = value.deepCopy();
        if (old != null && !old.isEmpty()) {
            list.add(mapper.createObjectNode().set("$patch", new TextNode("replace")));
        }
        return list;
    }
}
