package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravel.apiserver.cel.CelType;
import java.util.AbstractList;
import java.util.RandomAccess;

/** A JSON array's elements as values of expressions, made when they are asked for. */
final class JsonElements extends AbstractList<Object> implements RandomAccess {
    private final ArrayNode array;
    private final CelType element;

    JsonElements(ArrayNode array, CelType element) {
        this.array = array;
        this.element = element;
    }

    @Override
    public Object get(int index) {
        return JsonValues.toCel(array.get(index), element);
    }

    @Override
    public int size() {
        return array.size();
    }
}
