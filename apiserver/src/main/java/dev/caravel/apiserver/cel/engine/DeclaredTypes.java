package dev.caravel.apiserver.cel.engine;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CelType.Opaque;
import dev.caravel.apiserver.cel.CelType.OptionalOf;
import dev.caravel.apiserver.cel.CelType.Scalar;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of an environment's variables, and all that their fields lead to, in the library's form. */
final class DeclaredTypes implements CelTypeProvider {
    private final Map<String, ObjectOf> objects = new LinkedHashMap<>();
    private final ImmutableMap<String, dev.cel.common.types.CelType> types;

    DeclaredTypes(Collection<CelType> declared) {
        collect(declared);
        ImmutableMap.Builder<String, dev.cel.common.types.CelType> found = ImmutableMap.builder();
        objects.forEach((name, object) -> found.put(name, structOf(object)));
        types = found.buildOrThrow();
    }

    private void collect(Collection<CelType> declared) {
        Deque<CelType> open = new ArrayDeque<>(declared);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case ListOf list -> open.push(list.element());
                case MapOf map -> open.push(map.value());
                case OptionalOf optional -> open.push(optional.value());
                case ObjectOf object -> {
                    if (objects.putIfAbsent(object.name(), object) == null) {
                        object.fields().values().forEach(field -> open.push(field.type()));
                    }
                }
                case Scalar _, Opaque _ -> {}
            }
        }
    }

    private static StructType structOf(ObjectOf object) {
        return StructType.create(
                object.name(),
                ImmutableSet.copyOf(object.fields().keySet()),
                name -> object.field(name).map(Field::type).map(DeclaredTypes::libraryType));
    }

    static dev.cel.common.types.CelType libraryType(CelType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar.kind()) {
                    case DYN -> SimpleType.DYN;
                    case BOOL -> SimpleType.BOOL;
                    case INT -> SimpleType.INT;
                    case UINT -> SimpleType.UINT;
                    case DOUBLE -> SimpleType.DOUBLE;
                    case NULL -> SimpleType.NULL_TYPE;
                    case STRING -> SimpleType.STRING;
                    case BYTES -> SimpleType.BYTES;
                    case TIMESTAMP -> SimpleType.TIMESTAMP;
                    case DURATION -> SimpleType.DURATION;
                };
            case ListOf list -> ListType.create(libraryType(list.element()));
            case MapOf map -> MapType.create(SimpleType.STRING, libraryType(map.value()));
            case OptionalOf optional -> OptionalType.create(libraryType(optional.value()));
            case ObjectOf object -> StructTypeReference.create(object.name());
            case Opaque opaque -> OpaqueType.create(opaque.name());
        };
    }

    /** Ours of the library's: what an expression evaluates to. */
    CelType ourType(dev.cel.common.types.CelType type) {
        return switch (type.kind()) {
            case BOOL -> CelType.BOOL;
            case INT -> CelType.INT;
            case UINT -> CelType.UINT;
            case DOUBLE -> CelType.DOUBLE;
            case NULL_TYPE -> CelType.NULL;
            case STRING -> CelType.STRING;
            case BYTES -> CelType.BYTES;
            case TIMESTAMP -> CelType.TIMESTAMP;
            case DURATION -> CelType.DURATION;
            case LIST -> new ListOf(ourType(((ListType) type).elemType()));
            case MAP -> new MapOf(ourType(((MapType) type).valueType()));
            case STRUCT -> objects.containsKey(type.name()) ? objects.get(type.name()) : new Opaque(type.name());
            case OPAQUE ->
                type instanceof OptionalType optional
                        ? new OptionalOf(ourType(optional.parameters().getFirst()))
                        : new Opaque(type.name());
            default -> CelType.DYN;
        };
    }

    @Override
    public ImmutableCollection<dev.cel.common.types.CelType> types() {
        return types.values();
    }

    @Override
    public Optional<dev.cel.common.types.CelType> findType(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
