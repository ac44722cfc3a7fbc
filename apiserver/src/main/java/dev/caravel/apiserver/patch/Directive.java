package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;

/** The members of a strategic merge patch that tell how to merge instead of what. */
final class Directive {
    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";

    private static final String SET_ELEMENT_ORDER = "$setElementOrder/";
    private static final String DELETE_FROM_PRIMITIVE_LIST = "$deleteFromPrimitiveList/";

    private Directive() {}

    /** The list that {@code $setElementOrder/list} is about. */
    static Optional<String> orderedList(String member) {
        return suffix(member, SET_ELEMENT_ORDER);
    }

    /** The list that {@code $deleteFromPrimitiveList/list} is about. */
    static Optional<String> shrunkList(String member) {
        return suffix(member, DELETE_FROM_PRIMITIVE_LIST);
    }

    private static Optional<String> suffix(String member, String prefix) {
        return member.startsWith(prefix) ? Optional.of(member.substring(prefix.length())) : Optional.empty();
    }

    private static boolean isDirective(String member) {
        return member.equals(RETAIN_KEYS)
                || member.startsWith(SET_ELEMENT_ORDER)
                || member.startsWith(DELETE_FROM_PRIMITIVE_LIST);
    }

    /**
     * What a part of a patch leaves where there is nothing to merge it with: directives and null members are gone.
     * Empty when the whole value is a {@code $patch} directive.
     */
    static Optional<JsonNode> strip(JsonNode value) {
        return switch (value) {
            case ObjectNode object when object.has(PATCH) -> Optional.empty();
            case ObjectNode object -> {
                ObjectNode stripped = object.objectNode();
                for (var member : object.properties()) {
                    if (!isDirective(member.getKey()) && !member.getValue().isNull()) {
                        strip(member.getValue()).ifPresent(kept -> stripped.set(member.getKey(), kept));
                    }
                }
                yield Optional.of(stripped);
            }
            case ArrayNode array -> {
                ArrayNode stripped = array.arrayNode(array.size());
                for (Iterator<JsonNode> elements = array.elements(); elements.hasNext(); ) {
                    strip(elements.next()).ifPresent(stripped::add);
                }
                yield Optional.of(stripped);
            }
            default -> Optional.of(value);
        };
    }
}
