package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tells writes that change nothing but when somebody last wrote: they are not worth a new version. Pure. */
final class ManagedTimes {
    private static final String MANAGED_FIELDS = "managedFields";
    private static final String TIME = "time";

    private ManagedTimes() {}

    static boolean areAllThatDiffers(ObjectNode next, ObjectNode old) {
        if (next.size() != old.size()) {
            return false;
        }
        for (var member : next.properties()) {
            JsonNode before = old.get(member.getKey());
            boolean same = member.getKey().equals("metadata")
                    ? sameMetadata(member.getValue(), before)
                    : member.getValue().equals(before);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMetadata(JsonNode next, JsonNode old) {
        if (next.size() != old.size()) {
            return false;
        }
        for (var member : next.properties()) {
            JsonNode before = old.get(member.getKey());
            boolean same = member.getKey().equals(MANAGED_FIELDS)
                    ? sameManagers(member.getValue(), before)
                    : member.getValue().equals(before);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameManagers(JsonNode next, JsonNode old) {
        if (next.equals(old)) {
            return true;
        }
        if (old == null || next.size() != old.size()) {
            return false;
        }
        for (int i = 0; i < next.size(); i++) {
            if (!sameButTime(next.get(i), old.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameButTime(JsonNode next, JsonNode old) {
        if (next.size() - (next.has(TIME) ? 1 : 0) != old.size() - (old.has(TIME) ? 1 : 0)) {
            return false;
        }
        for (var member : next.properties()) {
            if (!member.getKey().equals(TIME) && !member.getValue().equals(old.get(member.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
