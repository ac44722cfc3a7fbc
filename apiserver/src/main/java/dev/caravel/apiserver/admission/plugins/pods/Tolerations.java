package dev.caravel.apiserver.admission.plugins.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Lists of tolerations, of which one may include another. */
final class Tolerations {
    private static final String EXISTS = "Exists";
    private static final String EQUAL = "Equal";

    private Tolerations() {}

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Both together, without those that another includes; of equal ones the first stays. */
    static ArrayNode merge(JsonNode first, JsonNode second) {
        List<JsonNode> all = new ArrayList<>(list(first));
        all.addAll(list(second));
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            JsonNode toleration = all.get(i);
            boolean included = list(merged).stream().anyMatch(other -> includes(other, toleration))
                    || all.subList(i + 1, all.size()).stream()
                            .anyMatch(other -> !other.equals(toleration) && includes(other, toleration));
            if (!included) {
                merged.add(toleration.deepCopy());
            }
        }
        return merged;
    }

    /** Adds a toleration, in the place of one for the same taint if there is one. */
    static void put(ObjectNode podSpec, ObjectNode toleration) {
        ArrayNode present = podSpec.withArray("/tolerations");
        for (int i = 0; i < present.size(); i++) {
            if (isForSame(present.get(i), toleration)) {
                present.set(i, toleration);
                return;
            }
        }
        present.add(toleration);
    }

    private static boolean isForSame(JsonNode a, JsonNode b) {
        return List.of("key", "effect", "operator", "value").stream()
                .allMatch(field -> a.path(field).asText().equals(b.path(field).asText()));
    }

    /** Whether every toleration is included in one that is allowed. */
    static boolean areWithin(JsonNode tolerations, JsonNode allowed) {
        return list(tolerations).stream()
                .allMatch(toleration -> list(allowed).stream().anyMatch(wide -> includes(wide, toleration)));
    }

    private static boolean includes(JsonNode wide, JsonNode toleration) {
        if (wide.equals(toleration)) {
            return true;
        }
        String key = wide.path("key").asText();
        String operator = wide.path("operator").asText();
        String effect = wide.path("effect").asText();
        boolean anyKey = key.isEmpty() && operator.equals(EXISTS);
        if (!anyKey && !key.equals(toleration.path("key").asText())
                || !effect.isEmpty() && !effect.equals(toleration.path("effect").asText())
                || effect.equals("NoExecute") && !lastsAsLong(wide, toleration)) {
            return false;
        }
        return switch (operator) {
            case EXISTS -> true;
            case EQUAL, "" ->
                toleration.path("operator").asText(EQUAL).equals(EQUAL)
                        && toleration
                                .path("value")
                                .asText()
                                .equals(wide.path("value").asText());
            default -> false;
        };
    }

    private static boolean lastsAsLong(JsonNode wide, JsonNode toleration) {
        return !wide.hasNonNull("tolerationSeconds")
                || toleration.hasNonNull("tolerationSeconds")
                        && toleration.path("tolerationSeconds").asLong()
                                <= wide.path("tolerationSeconds").asLong();
    }
}
