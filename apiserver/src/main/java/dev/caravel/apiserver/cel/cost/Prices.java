package dev.caravel.apiserver.cel.cost;

import dev.caravel.apiserver.cel.CostRange;
import dev.caravel.apiserver.cel.values.Sized;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.ConcatenatedListView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Upstream's price list, in units of reading one field: the API promises that what fits in a budget stays so. */
final class Prices {
    static final long NEW_LIST = 10;
    static final long NEW_MAP = 30;
    static final long NEW_OBJECT = 40;

    /** A tenth of a unit for each character that is walked over. */
    static final double PER_CHARACTER = 0.1;

    /** A quarter of a unit for each character of a pattern: one instruction has about four. */
    static final double PER_PATTERN_CHARACTER = 0.25;

    /** Two fit into one expression. */
    static final long ACCESS_CHECK = 350_000;

    /** How long the pattern behind a named format is taken to be. */
    static final long FORMAT_PATTERN = 128;

    /** Each requirement of a selector: a struct and a list. */
    private static final double PER_REQUIREMENT = NEW_LIST + NEW_OBJECT;

    private Prices() {}

    /** @param arguments with the receiver first */
    static long call(String function, List<Object> arguments, Object result) {
        return switch (function) {
            case "_&&_", "_||_", "_?_:_" -> 0;
            case "check" -> ACCESS_CHECK;
            case "fieldSelector", "labelSelector" -> selector(size(arguments.get(1)));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                arguments.isEmpty() ? 0 : traversal(arguments.getFirst());
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "jsonpatch.escapeKey",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "ip",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "startsWith",
                    "endsWith",
                    "bytes",
                    "strings.quote",
                    "format" -> perCharacter(size(arguments.getFirst()), PER_CHARACTER);
            case "string" ->
                arguments.getFirst() instanceof CelByteString bytes ? perCharacter(bytes.size(), PER_CHARACTER) : 1;
            case "replace", "split", "ip.isCanonical" -> perCharacter(size(arguments.getFirst()), 2 * PER_CHARACTER);
            case "join" -> perCharacter(size(result), 2 * PER_CHARACTER);
            case "find", "findAll", "matches" -> pattern(size(arguments.getFirst()), size(arguments.get(1)));
            case "validate" -> pattern(size(arguments.get(1)), FORMAT_PATTERN);
            case "contains" ->
                perCharacter(size(arguments.getFirst()), PER_CHARACTER)
                        * perCharacter(size(arguments.get(1)), PER_CHARACTER);
            case "containsIP" -> perCharacter(2 * size(arguments.getFirst()), PER_CHARACTER) + text(arguments.get(1));
            case "containsCIDR" ->
                perCharacter(2 * size(arguments.getFirst()), PER_CHARACTER)
                        + perCharacter(size(arguments.getFirst()), PER_CHARACTER)
                        + 1
                        + text(arguments.get(1));
            case "@in" -> arguments.get(1) instanceof Map ? 1 : size(arguments.get(1));
            case "_==_", "_!=_" -> perCharacter(smaller(arguments), PER_CHARACTER);
            case "_<_", "_<=_", "_>_", "_>=_" ->
                isText(arguments.getFirst()) ? perCharacter(smaller(arguments), PER_CHARACTER) : 1;
            case "_+_" -> addition(arguments.getFirst(), arguments.get(1));
            case "sets.contains", "sets.intersects", "sets.equivalent" ->
                Math.max(1, size(arguments.getFirst()) * size(arguments.get(1)));
            case "distinct", "sort", "@sortByAssociatedKeys" -> ordering(size(arguments.getFirst()));
            case "flatten", "slice", "reverse", "lists.range", "range" -> Math.max(1, size(result));
            default -> 1;
        };
    }

    static long selector(long length) {
        return NEW_LIST
                + perCharacter(length, PER_CHARACTER)
                + (long) Math.ceil(Math.ceil(length * 0.5) * PER_REQUIREMENT);
    }

    /** The engine copies lists where upstream's does not, save while a macro gathers its result. */
    private static long addition(Object first, Object second) {
        boolean copies = isText(first) || first instanceof Collection && !(first instanceof ConcatenatedListView);
        return copies ? Math.max(1, perCharacter(CostRange.add(size(first), size(second)), PER_CHARACTER)) : 1;
    }

    private static long text(Object value) {
        return isText(value) ? perCharacter(size(value), PER_CHARACTER) : 0;
    }

    private static boolean isText(Object value) {
        return value instanceof String || value instanceof CelByteString;
    }

    private static long smaller(List<Object> arguments) {
        return Math.min(size(arguments.getFirst()), size(arguments.get(1)));
    }

    /** One is added to the text, since a pattern has its price for the empty text too. */
    private static long pattern(long text, long pattern) {
        return perCharacter(text + 1, PER_CHARACTER) * perCharacter(pattern, PER_PATTERN_CHARACTER);
    }

    /** Elements are compared each with each. */
    private static long ordering(long size) {
        return Math.max(1, CostRange.multiply(size, size));
    }

    private static long perCharacter(long size, double factor) {
        return (long) Math.ceil(size * factor);
    }

    static long size(Object value) {
        return switch (value) {
            case null -> 1;
            case String text -> text.length();
            case CelByteString bytes -> bytes.size();
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Optional<?> optional -> optional.map(Prices::size).orElse(1L);
            case Sized sized -> sized.size();
            default -> 1;
        };
    }

    /** Of a value with all that is in it. */
    private static long traversal(Object value) {
        return switch (value) {
            case null -> 1;
            case String text -> (long) (text.length() * PER_CHARACTER);
            case CelByteString bytes -> (long) (bytes.size() * PER_CHARACTER);
            case Collection<?> list ->
                list.stream().mapToLong(Prices::traversal).sum();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(entry -> traversal(entry.getKey()) + traversal(entry.getValue()))
                        .sum();
            default -> 1;
        };
    }
}
