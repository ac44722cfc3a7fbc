package dev.caravel.apiserver.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.CrdConditions.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which of the names that a CustomResourceDefinition asks for it gets: those that no other definition of its group has
 * been granted before. Pure.
 */
final class NameAcceptance {
    /** @param accepted {@code status.acceptedNames} */
    record Decision(ObjectNode accepted, Condition condition) {}

    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();

    /** @param others that may hold names of the same group */
    NameAcceptance(ObjectNode crd, Collection<ObjectNode> others) {
        String group = crd.at("/spec/group").asText();
        String name = crd.at("/metadata/name").asText();
        for (ObjectNode other : others) {
            if (other.at("/spec/group").asText().equals(group)
                    && !other.at("/metadata/name").asText().equals(name)) {
                take(other.at("/status/acceptedNames"));
            }
        }
    }

    private void take(JsonNode names) {
        resources.add(names.path("plural").asText());
        resources.add(names.path("singular").asText());
        names.path("shortNames").forEach(name -> resources.add(name.asText()));
        kinds.add(names.path("kind").asText());
        kinds.add(names.path("listKind").asText());
        resources.remove("");
        kinds.remove("");
    }

    Decision decide(ObjectNode crd) {
        JsonNode wanted = crd.at("/spec/names");
        ObjectNode accepted =
                crd.at("/status/acceptedNames") instanceof ObjectNode present ? present.deepCopy() : crd.objectNode();
        Condition condition = new Condition(CrdConditions.NAMES_ACCEPTED, "True", "NoConflicts", "no conflicts found");
        condition = grant(wanted, accepted, "plural", resources, "PluralConflict", condition);
        condition = grant(wanted, accepted, "singular", resources, "SingularConflict", condition);
        condition = grantShortNames(wanted, accepted, condition);
        condition = grant(wanted, accepted, "kind", kinds, "KindConflict", condition);
        condition = grant(wanted, accepted, "listKind", kinds, "ListKindConflict", condition);
        copy(wanted, accepted, "categories");
        return new Decision(accepted, condition);
    }

    private static Condition grant(
            JsonNode wanted, ObjectNode accepted, String field, Set<String> taken, String reason, Condition so) {
        String name = wanted.path(field).asText();
        if (name.equals(accepted.path(field).asText())) {
            return so;
        }
        if (taken.contains(name)) {
            return refused(reason, inUse(name));
        }
        copy(wanted, accepted, field);
        return so;
    }

    private Condition grantShortNames(JsonNode wanted, ObjectNode accepted, Condition so) {
        if (Objects.equals(wanted.get("shortNames"), accepted.get("shortNames"))) {
            return so;
        }
        Set<String> had = new HashSet<>();
        accepted.path("shortNames").forEach(name -> had.add(name.asText()));
        List<String> conflicts = new ArrayList<>();
        wanted.path("shortNames").forEach(name -> {
            if (!had.contains(name.asText()) && resources.contains(name.asText())) {
                conflicts.add(inUse(name.asText()));
            }
        });
        if (!conflicts.isEmpty()) {
            return refused(
                    "ShortNamesConflict",
                    conflicts.size() == 1 ? conflicts.getFirst() : "[" + String.join(", ", conflicts) + "]");
        }
        copy(wanted, accepted, "shortNames");
        return so;
    }

    private static Condition refused(String reason, String message) {
        return new Condition(CrdConditions.NAMES_ACCEPTED, "False", reason, message);
    }

    private static String inUse(String name) {
        return "\"%s\" is already in use".formatted(name);
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }
}
