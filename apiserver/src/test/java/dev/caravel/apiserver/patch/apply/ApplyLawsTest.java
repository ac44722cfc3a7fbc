package dev.caravel.apiserver.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Server-side apply, whatever the configurations")
class ApplyLawsTest {
    private static final Resource POD =
            ApplyFixture.CATALOG.findKind("", "v1", "Pod").orElseThrow();
    private static final ValueType TYPE = ValueType.of(POD.schema());
    private final FieldOwnership ownership =
            new FieldOwnership(ApplyFixture.CATALOG, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Property(tries = 200)
    void applyingTwiceIsApplyingOnce(@ForAll("pods") ObjectNode live, @ForAll("pods") ObjectNode configuration) {
        ObjectNode once = apply(live, configuration, "me");

        assertThat(apply(once, configuration, "me")).isEqualTo(once);
    }

    @Property(tries = 200)
    void whatIsAppliedIsThere(@ForAll("pods") ObjectNode live, @ForAll("pods") ObjectNode configuration) {
        ObjectNode applied = apply(live, configuration, "me");

        Comparison difference = Comparison.of(configuration, applied, TYPE);
        assertThat(difference.modified().difference(OwnershipChange.UNMANAGED).isEmpty())
                .isTrue();
        assertThat(difference.removed().isEmpty()).isTrue();
    }

    @Property(tries = 200)
    void whatIsAppliedAloneAndThenLeftOutIsGone(
            @ForAll("pods") ObjectNode live, @ForAll("pods") ObjectNode configuration) {
        ObjectNode before = apply(live, live, "other");

        ObjectNode after = apply(apply(before, configuration, "me"), pod(), "me");

        Comparison difference = Comparison.of(before, after, TYPE);
        assertThat(difference.added().difference(OwnershipChange.UNMANAGED).isEmpty())
                .as("%s", difference)
                .isTrue();
    }

    @Property(tries = 200)
    void theManagersOfAnUpdateCoverWhatItChanges(@ForAll("pods") ObjectNode before, @ForAll("pods") ObjectNode after) {
        before.withObject("/spec")
                .put("schedulerName", "always"); // an object of which nobody owns anything is not tracked
        after.withObject("/spec").put("schedulerName", "always");
        ObjectNode live = before.deepCopy();
        ownership.track(POD, "", pod().removeAll(), live, "creator");
        ObjectNode next = after.deepCopy();
        next.withObject("/metadata").put("uid", "1");
        live.withObject("/metadata").put("uid", "1");

        ownership.track(POD, "", live, next, "updater");

        FieldSet owned = ManagedFields.decode(next.at("/metadata/managedFields")).owners().values().stream()
                .map(Ownership::fields)
                .reduce(FieldSet.EMPTY, FieldSet::union);
        FieldSet changed = Comparison.of(before, after, TYPE).changed().difference(OwnershipChange.UNMANAGED);
        assertThat(changed.difference(owned).isEmpty()).isTrue();
    }

    private ObjectNode apply(ObjectNode live, ObjectNode configuration, String manager) {
        ObjectNode object = live.deepCopy();
        object.withObject("/metadata").put("uid", "1");
        return ownership.apply(POD, "", object, configuration, manager, true);
    }

    private static ObjectNode pod() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod").putObject("metadata").put("name", "it");
        return pod;
    }

    @Provide
    Arbitrary<ObjectNode> pods() {
        Arbitrary<Set<String>> labels = Arbitraries.of("a", "b", "c").set().ofMaxSize(3);
        Arbitrary<List<String>> containers =
                Arbitraries.of("x", "y", "z").list().uniqueElements().ofMaxSize(3);
        Arbitrary<Set<String>> commands = Arbitraries.of("sh", "go").set().ofMaxSize(2);
        return Combinators.combine(
                        labels,
                        containers,
                        commands,
                        Arbitraries.of("1", "2"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("kubernetes", "example.com/f").set().ofMaxSize(2))
                .as(ApplyLawsTest::pod);
    }

    private static ObjectNode pod(
            Set<String> labels,
            List<String> containers,
            Set<String> commands,
            String value,
            boolean hostNetwork,
            Set<String> finalizers) {
        ObjectNode pod = pod();
        labels.forEach(label -> pod.withObject("/metadata/labels").put(label, value));
        finalizers.forEach(finalizer -> pod.withArray("/metadata/finalizers").add(finalizer));
        if (hostNetwork) {
            pod.withObject("/spec").put("hostNetwork", true);
        }
        for (String name : containers) {
            ObjectNode container = pod.withArray("/spec/containers").addObject();
            container.put("name", name).put("image", "image:" + value);
            commands.forEach(command -> container.withArray("/command").add(command));
            container.withArray("/env").addObject().put("name", "E" + value).put("value", value);
        }
        return pod;
    }
}
