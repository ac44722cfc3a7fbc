package dev.caravel.apiserver.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("A set of fields is a set of paths")
class FieldSetLawsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("paths") Set<List<PathElement>> paths) {
        assertThat(FieldSet.decode(set(paths).encode())).isEqualTo(set(paths));
    }

    @Property(tries = 500)
    void itHasItsPaths(@ForAll("paths") Set<List<PathElement>> paths) {
        assertThat(paths(set(paths))).isEqualTo(paths);
        assertThat(paths).allMatch(set(paths)::has);
    }

    @Property(tries = 500)
    void itsOperationsAreThoseOfSets(
            @ForAll("paths") Set<List<PathElement>> a, @ForAll("paths") Set<List<PathElement>> b) {
        Set<List<PathElement>> union = new HashSet<>(a);
        union.addAll(b);
        Set<List<PathElement>> common = new HashSet<>(a);
        common.retainAll(b);
        Set<List<PathElement>> left = new HashSet<>(a);
        left.removeAll(b);

        assertThat(paths(set(a).union(set(b)))).isEqualTo(union);
        assertThat(paths(set(a).intersection(set(b)))).isEqualTo(common);
        assertThat(paths(set(a).difference(set(b)))).isEqualTo(left);
    }

    @Property(tries = 500)
    void withoutRootsItHasNothingBelowThem(
            @ForAll("paths") Set<List<PathElement>> a, @ForAll("paths") Set<List<PathElement>> roots) {
        Set<List<PathElement>> left = new HashSet<>(a);
        left.removeIf(path -> roots.stream()
                .anyMatch(root -> root.size() <= path.size()
                        && path.subList(0, root.size()).equals(root)));

        assertThat(paths(set(a).without(set(roots)))).isEqualTo(left);
    }

    private static FieldSet set(Set<List<PathElement>> paths) {
        FieldSet.Builder builder = new FieldSet.Builder();
        paths.forEach(builder::add);
        return builder.build();
    }

    private static Set<List<PathElement>> paths(FieldSet set) {
        Set<List<PathElement>> paths = new HashSet<>();
        set.forEach(paths::add);
        return paths;
    }

    @Provide
    Arbitrary<Set<List<PathElement>>> paths() {
        return elements().list().ofMinSize(1).ofMaxSize(4).set().ofMaxSize(8);
    }

    private static Arbitrary<PathElement> elements() {
        return Arbitraries.oneOf(
                Arbitraries.of("a", "b", ".", "f:c").map(PathElement::field),
                Arbitraries.of("x", "\"y\"", "").map(text -> PathElement.value(NODES.textNode(text))),
                Arbitraries.integers().between(0, 2).map(number -> PathElement.value(NODES.numberNode(number))),
                Arbitraries.of("x", "y").map(name -> {
                    TreeMap<String, com.fasterxml.jackson.databind.JsonNode> key = new TreeMap<>();
                    key.put("name", NODES.textNode(name));
                    key.put("port", NODES.numberNode(80));
                    return PathElement.key(key);
                }),
                Arbitraries.integers().between(0, 2).map(index -> new PathElement("i:" + index)));
    }
}
