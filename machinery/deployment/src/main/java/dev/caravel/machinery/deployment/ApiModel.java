package dev.caravel.machinery.deployment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

/**
 * The part of Fabric8's model of the API that Jackson meets when a role speaks with the API server.
 *
 * @param kinds top-level kinds, which a watch can bring
 * @param types all types that are read or written, kinds included
 * @param codecs serializers and deserializers that annotations of the types name
 */
record ApiModel(SortedSet<DotName> kinds, SortedSet<DotName> types, SortedSet<DotName> codecs) {
    /** Where Fabric8 keeps the model. */
    static final String PACKAGE = "io.fabric8.kubernetes.api.model.";

    private static final String JACKSON = "com.fasterxml.jackson.";
    private static final DotName OBJECT = DotName.createSimple(Object.class);
    private static final DotName HAS_METADATA = DotName.createSimple(PACKAGE + "HasMetadata");

    /** Which types the roots lead to: by their fields, their supertypes, and for a kind its list. */
    static ApiModel reachableFrom(Set<DotName> roots, IndexView index) {
        return new Search(index).run(roots);
    }

    /** Whether the application has no use for the model: the API server has its own. */
    boolean isEmpty() {
        return types.isEmpty();
    }

    private static final class Search {
        private final IndexView index;
        private final Set<DotName> seen = new LinkedHashSet<>();
        private final Deque<DotName> open = new ArrayDeque<>();
        private final ApiModel found = new ApiModel(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

        private Search(IndexView index) {
            this.index = index;
        }

        private ApiModel run(Set<DotName> roots) {
            roots.forEach(this::meet);
            while (!open.isEmpty()) {
                ClassInfo type = index.getClassByName(open.pop());
                if (type != null && !buildsOthers(type)) {
                    visit(type);
                }
            }
            return found;
        }

        private void meet(DotName name) {
            if (name.toString().startsWith("io.fabric8.kubernetes.") && seen.add(name)) {
                open.push(name);
            }
        }

        private void visit(ClassInfo type) {
            found.types.add(type.name());
            type.annotations().forEach(this::visit);
            type.fields().stream().map(FieldInfo::type).forEach(this::meetIn);
            type.interfaceNames().forEach(this::meet);
            if (type.superName() != null && !type.superName().equals(OBJECT)) {
                meet(type.superName());
            }
            if (isKind(type)) {
                found.kinds.add(type.name());
                meet(DotName.createSimple(type.name() + "List"));
            }
        }

        private void visit(AnnotationInstance annotation) {
            if (annotation.name().toString().startsWith(JACKSON)) {
                annotation.values().stream()
                        .filter(value -> value.kind() == AnnotationValue.Kind.CLASS)
                        .map(value -> value.asClass().name())
                        .filter(name -> name.toString().startsWith("io.fabric8."))
                        .forEach(found.codecs::add);
            }
        }

        private void meetIn(Type type) {
            leaves(type).map(Type::name).forEach(this::meet);
        }

        private static Stream<Type> leaves(Type type) {
            return switch (type) {
                case ParameterizedType generic -> generic.arguments().stream().flatMap(Search::leaves);
                case ClassType plain -> Stream.of(plain);
                default -> Stream.empty();
            };
        }

        private static boolean isKind(ClassInfo type) {
            return type.interfaceNames().contains(HAS_METADATA) && !type.isAbstract();
        }

        /** Builders are called, never read or written. */
        private static boolean buildsOthers(ClassInfo type) {
            String outermost = type.name().toString().split("\\$", 2)[0];
            return List.of("Builder", "Fluent", "FluentImpl").stream().anyMatch(outermost::endsWith);
        }
    }
}
