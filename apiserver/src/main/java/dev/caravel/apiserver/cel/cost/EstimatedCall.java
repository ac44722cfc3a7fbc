package dev.caravel.apiserver.cel.cost;

import static dev.caravel.apiserver.cel.cost.Prices.PER_CHARACTER;
import static dev.caravel.apiserver.cel.cost.Prices.PER_PATTERN_CHARACTER;

import dev.caravel.apiserver.cel.CostRange;
import dev.cel.common.types.CelKind;
import java.util.List;

/** What a call costs at most, and how large its result gets: {@link Prices}, of sizes that are not yet known. */
record EstimatedCall(CostRange cost, Shape result) {
    private static final CostRange ADDRESS = new CostRange(4, 16);

    /** @param operands the receiver first */
    static EstimatedCall of(String function, List<Shape> operands, List<CelKind> kinds) {
        CostRange first =
                operands.isEmpty() ? CostRange.ONE : operands.getFirst().size();
        CostRange second = operands.size() < 2 ? CostRange.ONE : operands.get(1).size();
        boolean text = !kinds.isEmpty() && isText(kinds.getFirst());
        return switch (function) {
            case "check" -> costing(CostRange.exactly(Prices.ACCESS_CHECK));
            case "fieldSelector", "labelSelector" ->
                costing(new CostRange(Prices.selector(second.min()), selector(second.max())));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                costing(text ? first.times(PER_CHARACTER) : first.times(perElement(operands, kinds)));
            case "url", "jsonpatch.escapeKey", "lowerAscii", "upperAscii", "substring", "trim" ->
                sized(first.times(PER_CHARACTER), first);
            case "replace" -> sized(first.times(2 * PER_CHARACTER), replaced(operands));
            case "split" -> sized(first.times(2 * PER_CHARACTER), new CostRange(0, first.max()));
            case "join" -> {
                CostRange joined = first.times(operands.getFirst().contained().size());
                if (operands.size() > 1) {
                    joined = joined.plus(second.times(less(first)));
                }
                yield sized(joined.times(PER_CHARACTER), joined);
            }
            case "find", "findAll" -> sized(pattern(first, second), new CostRange(0, first.max()));
            case "matches" -> costing(pattern(first, second));
            case "validate" ->
                costing(second.times(PER_CHARACTER).times(Prices.FORMAT_PATTERN * PER_PATTERN_CHARACTER));
            case "cidr", "isIP", "isCIDR", "ip", "quantity", "isQuantity", "semver", "isSemver" ->
                costing(first.times(PER_CHARACTER));
            case "ip.isCanonical" -> costing(first.times(2 * PER_CHARACTER));
            case "containsIP" ->
                costing(ADDRESS.plus(ADDRESS).times(PER_CHARACTER).plus(parsed(second, kinds)));
            case "containsCIDR" ->
                costing(ADDRESS.plus(ADDRESS)
                        .times(PER_CHARACTER)
                        .plus(ADDRESS.times(PER_CHARACTER))
                        .plus(CostRange.ONE)
                        .plus(parsed(second, kinds)));
            case "startsWith", "endsWith" -> costing(second.times(PER_CHARACTER));
            case "contains" -> costing(first.times(PER_CHARACTER).times(second.times(PER_CHARACTER)));
            case "format", "bytes", "strings.quote" ->
                new EstimatedCall(
                        first.times(PER_CHARACTER),
                        Shape.of(new CostRange(first.min(), CostRange.multiply(first.max(), 4))));
            case "string" ->
                kinds.getFirst() == CelKind.BYTES || kinds.getFirst() == CelKind.STRING
                        ? sized(first.times(PER_CHARACTER), first)
                        : costing(CostRange.ONE);
            case "@in" -> costing(kinds.get(1) == CelKind.MAP ? CostRange.ONE : second);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
                costing(new CostRange(Math.min(first.min(), second.min()), Math.min(first.max(), second.max()))
                        .times(PER_CHARACTER));
            case "_+_" ->
                new EstimatedCall(
                        text ? first.plus(second).times(PER_CHARACTER) : CostRange.ONE,
                        new Shape(
                                first.plus(second),
                                operands.getFirst().type(),
                                operands.get(1).values()));
            case "_[_]", "_[?_]" ->
                new EstimatedCall(CostRange.ONE, operands.getFirst().contained());
            case "sets.contains", "sets.intersects", "sets.equivalent" ->
                costing(first.times(second).plus(CostRange.ONE));
            case "distinct", "sort" -> sized(first.times(first).plus(CostRange.ONE), first);
            case "reverse", "slice" -> sized(first.plus(CostRange.ONE), new CostRange(0, first.max()));
            case "flatten" ->
                sized(
                        first.times(operands.getFirst().contained().size()).plus(CostRange.ONE),
                        first.times(operands.getFirst().contained().size()));
            default -> costing(CostRange.ONE);
        };
    }

    private static EstimatedCall costing(CostRange cost) {
        return new EstimatedCall(cost, Shape.UNKNOWN);
    }

    private static EstimatedCall sized(CostRange cost, CostRange size) {
        return new EstimatedCall(cost, Shape.of(size));
    }

    private static boolean isText(CelKind kind) {
        return kind == CelKind.STRING || kind == CelKind.BYTES;
    }

    private static long selector(long length) {
        return length > Integer.MAX_VALUE ? Long.MAX_VALUE : Prices.selector(length);
    }

    private static CostRange perElement(List<Shape> operands, List<CelKind> kinds) {
        Shape element = operands.getFirst().contained();
        boolean text = element.type()
                .filter(type -> type.name().equals("string") || type.name().equals("bytes"))
                .isPresent();
        return text ? CostRange.ONE.plus(element.size().times(PER_CHARACTER)) : CostRange.ONE;
    }

    /** The shortest texts replaced by the longest, as often as they fit. */
    private static CostRange replaced(List<Shape> operands) {
        CostRange size = operands.getFirst().size();
        CostRange wanted = operands.get(1).size();
        CostRange by = operands.get(2).size();
        if (by.max() <= wanted.min()) {
            return new CostRange(0, size.max());
        }
        if (wanted.min() == 0) {
            long times = CostRange.add(size.max(), 1);
            return new CostRange(0, CostRange.add(CostRange.multiply(times, by.max()), size.max()));
        }
        return new CostRange(0, CostRange.multiply(size.max() / wanted.min() + 1, by.max()));
    }

    private static CostRange pattern(CostRange text, CostRange pattern) {
        return text.plus(CostRange.ONE).times(PER_CHARACTER).times(pattern.times(PER_PATTERN_CHARACTER));
    }

    private static CostRange parsed(CostRange size, List<CelKind> kinds) {
        return kinds.size() > 1 && isText(kinds.get(1)) ? size.times(PER_CHARACTER) : CostRange.ZERO;
    }

    private static CostRange less(CostRange size) {
        return new CostRange(Math.max(0, size.min() - 1), Math.max(0, size.max() - 1));
    }
}
