package dev.caravel.apiserver.cel.library;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** One function of a library with all its overloads: what the checker is told and what is run. */
record Function(String name, List<Overload> overloads) {
    record Overload(CelOverloadDecl declaration, CelFunctionBinding binding) {}

    static Function of(String name, Overload... overloads) {
        return new Function(name, List.of(overloads));
    }

    /** One of the type that a class stands for. */
    interface Unary<A> {
        Object apply(A argument);
    }

    interface Binary<A, B> {
        Object apply(A first, B second);
    }

    static <A> Overload global(String id, CelType result, Type<A> argument, Unary<A> body) {
        return new Overload(
                CelOverloadDecl.newGlobalOverload(id, result, argument.declared()), binding(id, argument, body));
    }

    static <A> Overload member(String id, CelType result, Type<A> receiver, Unary<A> body) {
        return new Overload(
                CelOverloadDecl.newMemberOverload(id, result, receiver.declared()), binding(id, receiver, body));
    }

    static <A, B> Overload global(String id, CelType result, Type<A> first, Type<B> second, Binary<A, B> body) {
        return new Overload(
                CelOverloadDecl.newGlobalOverload(id, result, first.declared(), second.declared()),
                binding(id, first, second, body));
    }

    static <A, B> Overload member(String id, CelType result, Type<A> receiver, Type<B> argument, Binary<A, B> body) {
        return new Overload(
                CelOverloadDecl.newMemberOverload(id, result, receiver.declared(), argument.declared()),
                binding(id, receiver, argument, body));
    }

    static Overload member(String id, CelType result, CelFunctionOverload body, Type<?>... types) {
        List<CelType> declared =
                Arrays.stream(types).<CelType>map(Type::declared).toList();
        List<Class<?>> classes = Arrays.stream(types).<Class<?>>map(Type::java).toList();
        return new Overload(
                CelOverloadDecl.newMemberOverload(id, result, declared), CelFunctionBinding.from(id, classes, body));
    }

    static Overload global(String id, CelType result, CelFunctionOverload body) {
        return new Overload(
                CelOverloadDecl.newGlobalOverload(id, result, ImmutableList.of()),
                CelFunctionBinding.from(id, ImmutableList.of(), body));
    }

    private static <A> CelFunctionBinding binding(String id, Type<A> argument, Unary<A> body) {
        return CelFunctionBinding.from(id, argument.java(), body::apply);
    }

    private static <A, B> CelFunctionBinding binding(String id, Type<A> first, Type<B> second, Binary<A, B> body) {
        return CelFunctionBinding.from(id, first.java(), second.java(), body::apply);
    }

    CelFunctionDecl declaration() {
        return CelFunctionDecl.newFunctionDeclaration(
                name, overloads.stream().map(Overload::declaration).collect(ImmutableSet.toImmutableSet()));
    }

    Collection<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> own = overloads.stream().map(Overload::binding).toList();
        // Functions that the language has already are only added to: calls of theirs must go on finding them.
        return name.equals("string") ? own : CelFunctionBinding.fromOverloads(name, own);
    }
}
