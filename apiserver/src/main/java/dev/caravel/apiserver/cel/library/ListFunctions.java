package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.ELEMENT;
import static dev.caravel.apiserver.cel.library.Type.INT;
import static dev.caravel.apiserver.cel.library.Type.LIST_OF_ANYTHING;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import dev.caravel.apiserver.cel.library.Function.Overload;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code isSorted}, {@code sum}, {@code min}, {@code max}, {@code indexOf}, {@code lastIndexOf}. */
final class ListFunctions {
    private static final Map<String, CelType> SUMMABLE = summable();
    private static final Map<String, CelType> COMPARABLE = comparable();

    private ListFunctions() {}

    private static Map<String, CelType> summable() {
        Map<String, CelType> types = new LinkedHashMap<>();
        types.put("int", SimpleType.INT);
        types.put("uint", SimpleType.UINT);
        types.put("double", SimpleType.DOUBLE);
        types.put("duration", SimpleType.DURATION);
        return types;
    }

    private static Map<String, CelType> comparable() {
        Map<String, CelType> types = new LinkedHashMap<>(summable());
        types.put("bool", SimpleType.BOOL);
        types.put("timestamp", SimpleType.TIMESTAMP);
        types.put("string", SimpleType.STRING);
        types.put("bytes", SimpleType.BYTES);
        return types;
    }

    static List<Function> all() {
        return List.of(
                new Function(
                        "isSorted",
                        COMPARABLE.entrySet().stream()
                                .map(type -> member(
                                        "list_" + type.getKey() + "_is_sorted_bool",
                                        SimpleType.BOOL,
                                        Type.listOf(type.getValue()),
                                        ListFunctions::isSorted))
                                .toList()),
                new Function(
                        "sum",
                        SUMMABLE.entrySet().stream()
                                .map(type -> member(
                                        "list_" + type.getKey() + "_sum_" + type.getKey(),
                                        type.getValue(),
                                        Type.listOf(type.getValue()),
                                        list -> sum(list, type.getKey())))
                                .toList()),
                new Function("max", extremes("max", 1)),
                new Function("min", extremes("min", -1)),
                Function.of(
                        "indexOf",
                        member("list_a_index_of_int", SimpleType.INT, LIST_OF_ANYTHING, ELEMENT, (list, element) ->
                                (long) List.copyOf(list).indexOf(element)),
                        member("string_index_of_int", SimpleType.INT, STRING, STRING, (text, part) ->
                                (long) text.indexOf(part)),
                        member(
                                "string_index_of_int_int",
                                SimpleType.INT,
                                ListFunctions::indexFrom,
                                STRING,
                                STRING,
                                INT)),
                Function.of(
                        "lastIndexOf",
                        member("list_a_last_index_of_int", SimpleType.INT, LIST_OF_ANYTHING, ELEMENT, (list, element) ->
                                (long) List.copyOf(list).lastIndexOf(element)),
                        member("string_last_index_of_int", SimpleType.INT, STRING, STRING, (text, part) ->
                                (long) text.lastIndexOf(part)),
                        member(
                                "string_last_index_of_int_int",
                                SimpleType.INT,
                                ListFunctions::lastIndexFrom,
                                STRING,
                                STRING,
                                INT)));
    }

    private static List<Overload> extremes(String name, int sign) {
        return COMPARABLE.entrySet().stream()
                .map(type -> member(
                        "list_" + type.getKey() + "_" + name + "_" + type.getKey(),
                        type.getValue(),
                        Type.listOf(type.getValue()),
                        list -> extreme(list, name, sign)))
                .toList();
    }

    private static Object isSorted(Collection<?> list) {
        Object last = null;
        for (Object element : list) {
            if (last != null && compare(last, element) > 0) {
                return false;
            }
            last = element;
        }
        return true;
    }

    private static Object sum(Collection<?> list, String type) {
        Object sum = null;
        for (Object element : list) {
            sum = sum == null ? element : plus(sum, element);
        }
        if (sum != null) {
            return sum;
        }
        return switch (type) {
            case "uint" -> com.google.common.primitives.UnsignedLong.ZERO;
            case "double" -> 0.0;
            case "duration" -> Duration.ZERO;
            default -> 0L;
        };
    }

    private static Object plus(Object sum, Object element) {
        return switch (sum) {
            case Long number when element instanceof Long other -> Math.addExact(number, other);
            case Number number when element instanceof Number other -> number.doubleValue() + other.doubleValue();
            case Duration duration when element instanceof Duration other -> duration.plus(other);
            default -> throw new CelInvalidArgumentException("no such overload");
        };
    }

    private static Object extreme(Collection<?> list, String name, int sign) {
        Object found = null;
        for (Object element : list) {
            if (found == null || compare(element, found) * sign > 0) {
                found = element;
            }
        }
        if (found == null) {
            throw new CelInvalidArgumentException(name + " called on empty list");
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        if (one instanceof Number number && other instanceof Number second && one.getClass() != other.getClass()) {
            return Double.compare(number.doubleValue(), second.doubleValue());
        }
        if (one instanceof CelByteString bytes && other instanceof CelByteString second) {
            return Arrays.compareUnsigned(bytes.toByteArray(), second.toByteArray());
        }
        if (one instanceof Comparable<?> comparable && one.getClass() == other.getClass()) {
            return ((Comparable<Object>) comparable).compareTo(other);
        }
        throw new CelInvalidArgumentException("no such overload");
    }

    private static Object indexFrom(Object[] arguments) {
        String text = (String) arguments[0];
        long from = (Long) arguments[2];
        requireInside(text, from);
        return (long) text.indexOf((String) arguments[1], (int) from);
    }

    private static Object lastIndexFrom(Object[] arguments) {
        String text = (String) arguments[0];
        long from = (Long) arguments[2];
        requireInside(text, from);
        return (long) text.lastIndexOf((String) arguments[1], (int) from);
    }

    private static void requireInside(String text, long index) {
        if (index < 0 || index > text.length()) {
            throw new CelInvalidArgumentException("index out of range: " + index);
        }
    }
}
