package dev.caravel.apiserver.cel.values;

import dev.caravel.apiserver.cel.CelType.ListKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;

/**
 * A list that the engine takes as it is. Of any other list it converts all elements each time that it touches it, whatever
 * the expression's cost says.
 */
public final class ListValue extends CelValue implements List<Object>, RandomAccess {
    private final List<Object> elements;
    private final ListKind kind;
    private final List<String> keys;

    /** @param elements values of expressions, not to be changed; with access by index */
    public ListValue(List<?> elements) {
        this(elements, ListKind.ATOMIC, List.of());
    }

    /** @param keys that tell elements apart, for those of a map */
    ListValue(List<?> elements, ListKind kind, List<String> keys) {
        this.elements = Collections.unmodifiableList(elements);
        this.kind = kind;
        this.keys = keys;
    }

    public ListKind kind() {
        return kind;
    }

    public List<String> keys() {
        return keys;
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return isEmpty();
    }

    @Override
    public CelType celType() {
        return ListType.create(SimpleType.DYN);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean isEmpty() {
        return elements.isEmpty();
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }

    @Override
    public boolean contains(Object value) {
        return elements.contains(value);
    }

    @Override
    public Iterator<Object> iterator() {
        return elements.iterator();
    }

    @Override
    public Object[] toArray() {
        return elements.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return elements.toArray(array);
    }

    @Override
    public boolean containsAll(Collection<?> values) {
        return elements.containsAll(values);
    }

    @Override
    public int indexOf(Object value) {
        return elements.indexOf(value);
    }

    @Override
    public int lastIndexOf(Object value) {
        return elements.lastIndexOf(value);
    }

    @Override
    public ListIterator<Object> listIterator() {
        return elements.listIterator();
    }

    @Override
    public ListIterator<Object> listIterator(int index) {
        return elements.listIterator(index);
    }

    @Override
    public List<Object> subList(int from, int to) {
        return elements.subList(from, to);
    }

    @Override
    public boolean add(Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void add(int index, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object remove(int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addAll(Collection<?> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addAll(int index, Collection<?> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object set(int index, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || elements.equals(other);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return elements.toString();
    }
}
