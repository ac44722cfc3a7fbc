package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.json.GoText;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders a merged list: elements that the patch knows come as the patch wants, the others keep their present order, and
 * one of the others precedes one of the patch's only where it already did.
 */
final class ElementOrder {
    private final Optional<String> mergeKey;

    ElementOrder(Optional<String> mergeKey) {
        this.mergeKey = mergeKey;
    }

    /**
     * @param wanted the patch's list, or its {@code $setElementOrder}
     * @param present the list before the merge
     */
    List<JsonNode> apply(List<JsonNode> merged, List<JsonNode> wanted, List<JsonNode> present) {
        Positions inPatch = positions(wanted);
        Positions before = positions(present);
        List<JsonNode> patched = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(element -> (position(inPatch, element) >= 0 ? patched : others).add(element));
        patched.sort(Comparator.comparingInt(element -> position(inPatch, element)));
        others.sort(Comparator.comparingInt(element -> position(before, element)));
        return interleave(patched, others, before);
    }

    private List<JsonNode> interleave(List<JsonNode> patched, List<JsonNode> others, Positions present) {
        List<JsonNode> all = new ArrayList<>(patched.size() + others.size());
        int p = 0;
        int o = 0;
        while (p < patched.size() && o < others.size()) {
            int other = position(present, others.get(o));
            int mine = position(present, patched.get(p));
            all.add(other >= 0 && other < mine ? others.get(o++) : patched.get(p++));
        }
        all.addAll(patched.subList(p, patched.size()));
        all.addAll(others.subList(o, others.size()));
        return all;
    }

    private Positions positions(List<JsonNode> list) {
        Positions positions = new Positions();
        list.forEach(element -> positions.add(identity(element, mergeKey)));
        return positions;
    }

    private int position(Positions list, JsonNode element) {
        return list.of(identity(element, mergeKey));
    }

    /** The patch's elements must all be in its {@code $setElementOrder}, and in that order. */
    static void requireConsistent(List<JsonNode> changes, List<JsonNode> wanted, Optional<String> mergeKey) {
        if (changes.isEmpty() || wanted.isEmpty()) {
            return;
        }
        int next = 0;
        for (JsonNode change : changes) {
            if (change.has(Directive.PATCH)) {
                continue;
            }
            JsonNode id = identity(change, mergeKey);
            while (next < wanted.size() && !JsonValues.same(identity(wanted.get(next), mergeKey), id)) {
                next++;
            }
            if (next++ >= wanted.size()) {
                throw Statuses.unclassified("The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                        .formatted(plain(changes), plain(wanted)));
            }
        }
    }

    private static List<String> plain(List<JsonNode> list) {
        return list.stream().map(GoText::plain).toList();
    }

    private static JsonNode identity(JsonNode element, Optional<String> mergeKey) {
        return mergeKey.map(key -> ListMerge.keyOf(element, key)).orElse(element);
    }
}
