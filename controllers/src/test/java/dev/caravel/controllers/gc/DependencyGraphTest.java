package dev.caravel.controllers.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The garbage collector")
class DependencyGraphTest {
    private final DependencyGraph graph = new DependencyGraph();

    @Test
    @DisplayName("examines the dependents of an object that is gone")
    void ownerGone() {
        graph.seen(identity("owner"), new ObjectMeta());
        graph.seen(identity("child"), ownedBy("owner", true).build());

        assertThat(graph.gone("owner")).containsExactly(new Work.Examine("child"));
    }

    @Test
    @DisplayName("examines an owner that it has never seen, and its dependents when it turns out absent")
    void virtualOwner() {
        assertThat(graph.seen(identity("child"), ownedBy("owner", true).build()))
                .containsExactly(new Work.Examine("owner"));

        assertThat(graph.snapshot("owner"))
                .hasValueSatisfying(owner -> assertThat(owner.virtual()).isTrue());
        assertThat(graph.gone("owner")).containsExactly(new Work.Examine("child"));
    }

    @Test
    @DisplayName("in foreground deletion examines the dependents, then the owner as they go")
    void foreground() {
        graph.seen(identity("owner"), new ObjectMeta());
        graph.seen(identity("child"), ownedBy("owner", true).build());

        List<Work> begun = graph.seen(identity("owner"), deleting(DependencyGraph.FOREGROUND));

        assertThat(begun).containsExactly(new Work.Examine("child"), new Work.Examine("owner"));
        assertThat(graph.snapshot("owner")).hasValueSatisfying(owner -> {
            assertThat(owner.deletingDependents()).isTrue();
            assertThat(owner.dependents()).singleElement().matches(DependencyGraph.Dependent::blocksOwner);
        });
        assertThat(graph.gone("child")).containsExactly(new Work.Examine("owner"));
    }

    @Test
    @DisplayName("orphans the dependents of an object that asks for it, once")
    void orphan() {
        graph.seen(identity("owner"), new ObjectMeta());

        assertThat(graph.seen(identity("owner"), deleting(DependencyGraph.ORPHAN)))
                .containsExactly(new Work.Orphan("owner"));
        assertThat(graph.seen(identity("owner"), deleting(DependencyGraph.ORPHAN)))
                .isEmpty();
    }

    @Test
    @DisplayName("examines an object that names an owner of another name or namespace")
    void wrongOwner() {
        graph.seen(new ObjectIdentity("v1", "ConfigMap", "elsewhere", "owner", "owner"), new ObjectMeta());

        assertThat(graph.seen(identity("child"), ownedBy("owner", false).build()))
                .containsExactly(new Work.Examine("child"));
    }

    @ParameterizedTest(name = "owners {0}, dependents {1}, finalizer {2}: {3}")
    @CsvSource({
        "'', false, '', Keep[]",
        "SOLID, false, '', Keep[]",
        "SOLID ABSENT, false, '', DropReferences[uids=[uid-1]]",
        "SOLID WAITING, false, '', DropReferences[uids=[uid-1]]",
        "ABSENT, false, '', Delete[propagation=Background]",
        "ABSENT, true, '', Delete[propagation=Background]",
        "ABSENT, true, orphan, Delete[propagation=Orphan]",
        "ABSENT, true, foregroundDeletion, Delete[propagation=Foreground]",
        "WAITING, false, '', Delete[propagation=Background]",
        "WAITING, true, '', Delete[propagation=Foreground]",
        "WAITING ABSENT, true, '', Delete[propagation=Foreground]"
    })
    @DisplayName("judges an object by the state of its owners")
    void judges(String states, boolean dependents, String finalizer, String expected) {
        String[] words = states.isEmpty() ? new String[0] : states.split(" ");
        List<Verdict.Owner> owners = java.util.stream.IntStream.range(0, words.length)
                .mapToObj(i -> new Verdict.Owner("uid-" + i, Verdict.OwnerState.valueOf(words[i])))
                .toList();
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withFinalizers(finalizer.isEmpty() ? List.of() : List.of(finalizer))
                .build();

        assertThat(Verdict.of(owners, dependents, metadata)).hasToString(expected);
    }

    private static ObjectIdentity identity(String name) {
        return new ObjectIdentity("v1", "ConfigMap", "default", name, name);
    }

    private static ObjectMetaBuilder ownedBy(String owner, boolean blocks) {
        return new ObjectMetaBuilder()
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(owner)
                .withUid(owner)
                .withBlockOwnerDeletion(blocks)
                .endOwnerReference();
    }

    private static ObjectMeta deleting(String finalizer) {
        return new ObjectMetaBuilder()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .withFinalizers(finalizer)
                .build();
    }
}
