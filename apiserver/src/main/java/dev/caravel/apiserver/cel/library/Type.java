package dev.caravel.apiserver.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.Collection;

/** A type as expressions know it, with the class of its values. */
record Type<T>(CelType declared, Class<T> java) {
    static final Type<String> STRING = new Type<>(SimpleType.STRING, String.class);
    static final Type<Long> INT = new Type<>(SimpleType.INT, Long.class);
    static final Type<Boolean> BOOL = new Type<>(SimpleType.BOOL, Boolean.class);
    static final CelType ANYTHING = TypeParamType.create("T");
    static final Type<Object> ELEMENT = new Type<>(ANYTHING, Object.class);

    @SuppressWarnings("rawtypes")
    static final Type<Collection> LIST_OF_ANYTHING = new Type<>(ListType.create(ANYTHING), Collection.class);

    static <T> Type<T> opaque(String name, Class<T> java) {
        return new Type<>(OpaqueType.create(name), java);
    }

    @SuppressWarnings("rawtypes")
    static Type<Collection> listOf(CelType element) {
        return new Type<>(ListType.create(element), Collection.class);
    }
}
