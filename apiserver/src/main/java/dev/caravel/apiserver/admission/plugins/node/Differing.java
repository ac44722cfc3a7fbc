package dev.caravel.apiserver.admission.plugins.node;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether two objects differ at a place; an absent list or map is an empty one. */
final class Differing {
    private Differing() {}

    static boolean at(String pointer, JsonNode one, JsonNode other) {
        JsonNode left = one.at(pointer);
        JsonNode right = other.at(pointer);
        return !(left.isEmpty() && right.isEmpty()) && !left.equals(right);
    }
}
