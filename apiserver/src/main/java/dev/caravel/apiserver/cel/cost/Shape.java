package dev.caravel.apiserver.cel.cost;

import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CelType.Scalar;
import dev.caravel.apiserver.cel.CostRange;
import java.util.Optional;

/**
 * How large the value of an expression can be.
 *
 * @param size of texts, lists and maps
 * @param type when the value comes from a variable whose type tells the sizes of what is in it
 * @param values the sizes of what is in a list or map that the expression itself makes
 */
record Shape(CostRange size, Optional<CelType> type, Optional<CostRange> values) {
    static final Shape UNKNOWN = new Shape(CostRange.UNKNOWN, Optional.empty(), Optional.empty());
    static final Shape ONE = of(CostRange.ONE);

    static Shape of(CostRange size) {
        return new Shape(size, Optional.empty(), Optional.empty());
    }

    static Shape of(CelType type) {
        return new Shape(sizeOf(type), Optional.of(type), Optional.empty());
    }

    private static CostRange sizeOf(CelType type) {
        return type instanceof Scalar && type.maxSize() == 1 ? CostRange.ONE : new CostRange(0, type.maxSize());
    }

    Shape sized(CostRange to) {
        return new Shape(to, type, values);
    }

    Shape holding(CostRange of) {
        return new Shape(size, type, Optional.of(of));
    }

    Shape field(String name) {
        return type.flatMap(known -> switch (known) {
                    case ObjectOf object -> object.field(name).map(field -> of(field.type()));
                    case MapOf map -> Optional.of(of(map.value()));
                    default -> Optional.<Shape>empty();
                })
                .orElse(UNKNOWN);
    }

    /** What is in it: a list's elements, a map's values. */
    Shape contained() {
        return type.flatMap(known -> switch (known) {
                    case ListOf list -> Optional.of(of(list.element()));
                    case MapOf map -> Optional.of(of(map.value()));
                    default -> Optional.<Shape>empty();
                })
                .orElseGet(() -> values.map(Shape::of).orElse(UNKNOWN));
    }

    Shape or(Shape other) {
        return new Shape(
                size.or(other.size),
                type.equals(other.type) ? type : Optional.empty(),
                values.flatMap(mine -> other.values.map(mine::or)));
    }
}
