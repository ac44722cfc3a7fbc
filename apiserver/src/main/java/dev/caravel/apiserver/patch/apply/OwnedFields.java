package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.patch.apply.ValueType.Elements;
import dev.caravel.apiserver.patch.apply.ValueType.UnidentifiedElementException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields that someone who writes an object so, and no others, has an opinion about. */
final class OwnedFields {
    private final FieldSet.Builder fields = new FieldSet.Builder();
    private final List<PathElement> path = new ArrayList<>();

    private OwnedFields() {}

    static FieldSet of(JsonNode object, ValueType type) {
        OwnedFields walk = new OwnedFields();
        walk.visit(object, type);
        return walk.fields.build();
    }

    private void visit(JsonNode value, ValueType type) {
        ValueType settled = type.settle(value, null);
        switch (settled) {
            case Elements elements -> elements(value, elements);
            case ValueType.Fields _, ValueType.Members _ -> members(value, settled);
            case ValueType.Whole _, ValueType.Deduced _ -> {
                if (!value.isNull()) {
                    fields.add(path);
                }
            }
        }
    }

    private void members(JsonNode object, ValueType type) {
        for (var member : object.properties()) {
            PathElement element = PathElement.field(member.getKey());
            JsonNode value = member.getValue();
            path.addLast(element);
            visit(value, type.child(element));
            if (value.isNull() || value.isObject() && value.isEmpty() || !type.declares(element)) {
                fields.add(path);
            }
            path.removeLast();
        }
    }

    private void elements(JsonNode list, Elements type) {
        Set<PathElement> seen = new HashSet<>();
        Set<PathElement> repeated = new HashSet<>();
        List<PathElement> identities = new ArrayList<>(list.size());
        for (JsonNode value : list) {
            PathElement element = identity(type, value);
            identities.add(element);
            if (element != null && !seen.add(element)) {
                repeated.add(element);
            }
        }
        for (int i = 0; i < list.size(); i++) {
            PathElement element = identities.get(i);
            if (element == null) {
                continue;
            }
            path.addLast(element);
            if (!repeated.contains(element)) {
                visit(list.get(i), type.element());
            }
            fields.add(path);
            path.removeLast();
        }
    }

    private static PathElement identity(Elements type, JsonNode value) {
        try {
            return ValueType.identify(type, value);
        } catch (UnidentifiedElementException e) {
            return null; // nobody can own it
        }
    }
}
