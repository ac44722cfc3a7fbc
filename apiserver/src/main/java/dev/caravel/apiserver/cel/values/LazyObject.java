package dev.caravel.apiserver.cel.values;

import dev.caravel.apiserver.cel.EvaluationException;
import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An object whose fields are reckoned out when they are first asked for. For one evaluation after the other, by one thread. */
public final class LazyObject extends StructValue<String, Object> {
    /** A field that could not be reckoned out. */
    public static final class Failure extends CelRuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient EvaluationException failure;

        public Failure(EvaluationException failure) {
            super(failure, CelErrorCode.INVALID_ARGUMENT);
            this.failure = failure;
        }

        public EvaluationException failure() {
            return failure;
        }
    }

    private final String type;
    private final Set<String> names;
    private final Function<String, Object> source;
    private final Map<String, Object> known = new HashMap<>();

    public LazyObject(String type, Set<String> names, Function<String, Object> source) {
        this.type = type;
        this.names = names;
        this.source = source;
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(field));
    }

    @Override
    public Optional<Object> find(String field) {
        if (!names.contains(field)) {
            return Optional.empty();
        }
        if (known.get(field) instanceof Failure failure) {
            throw failure;
        }
        if (!known.containsKey(field)) {
            try {
                known.put(field, held(source.apply(field)));
            } catch (Failure e) {
                known.put(field, e);
                throw e;
            }
        }
        return Optional.of(known.get(field));
    }

    /** See {@link ListValue}. */
    private static Object held(Object value) {
        return switch (value) {
            case ListValue list -> list;
            case MapValue map -> map;
            case Collection<?> list -> new ListValue(List.copyOf(list));
            case Map<?, ?> map -> new MapValue(map);
            default -> value;
        };
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return names.isEmpty();
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(type);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
