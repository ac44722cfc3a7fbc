package dev.caravel.apiserver.cel.library;

import dev.caravel.apiserver.cel.CelType.ListKind;
import dev.caravel.apiserver.cel.values.ListValue;
import dev.caravel.apiserver.cel.values.ObjectValue;
import dev.cel.common.CelOptions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When two values are the same: lists that their schema calls sets or maps are, in whatever order their elements stand.
 * Thread-safe.
 */
final class Equality {
    private final RuntimeEquality plain;

    Equality(CelOptions options) {
        plain = RuntimeEquality.create(RuntimeHelpers.create(), options);
    }

    List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> bindings = new ArrayList<>();
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "_==_", CelFunctionBinding.from("equals", Object.class, Object.class, this::areSame)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "_!=_",
                CelFunctionBinding.from(
                        "not_equals", Object.class, Object.class, (one, other) -> !areSame(one, other))));
        return bindings;
    }

    private boolean areSame(Object one, Object other) {
        if (one instanceof ListValue list && other instanceof Collection<?> second && list.kind() != ListKind.ATOMIC) {
            return sameElements(list, second);
        }
        if (other instanceof ListValue list && one instanceof Collection<?> first && list.kind() != ListKind.ATOMIC) {
            return sameElements(list, first);
        }
        return plain.objectEquals(one, other);
    }

    private boolean sameElements(ListValue list, Collection<?> other) {
        Map<Object, Object> byKey = new HashMap<>();
        other.forEach(element -> byKey.put(key(list, element), element));
        for (Object element : list) {
            Object found = byKey.get(key(list, element));
            if (found == null || !plain.objectEquals(element, found)) {
                return false;
            }
        }
        return list.size() == other.size();
    }

    private static Object key(ListValue list, Object element) {
        return list.kind() == ListKind.MAP && element instanceof ObjectValue object
                ? list.keys().stream().map(key -> object.json().path(key)).toList()
                : element;
    }
}
