package dev.caravel.apiserver.kinds.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Binding a pod")
class PodBindingTest {
    private final InMemoryObjects objects = new InMemoryObjects();
    private final PodBinding binding = new PodBinding(
            objects, new TopologyLabels(objects), Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    private ObjectNode bind(Context context, ObjectNode wanted) {
        binding.prepare(context, wanted);
        return binding.create(context, wanted);
    }

    private static Context context(boolean dryRun) {
        return new Context("default", "p", "binding", UserInfo.of("scheduler"), dryRun);
    }

    private void store(String pod) {
        objects.create(PodBehavior.PODS, "default", Json.object(pod));
    }

    private ObjectNode stored() {
        return objects.get(PodBehavior.PODS, "default", "p").orElseThrow();
    }

    @Test
    @DisplayName("puts it on the node, and says that it is scheduled")
    void binds() {
        store("{metadata: {name: 'p', uid: 'u'}, spec: {}, status: {phase: 'Pending', nominatedNodeName: 'x'}}");

        ObjectNode status = bind(
                context(false),
                Json.object("{metadata: {name: 'p', uid: 'u', annotations: {a: '1'}, labels: {l: '2'}}, target: {kind:"
                        + " 'Node', name: 'node1'}}"));

        assertThat(status)
                .isEqualTo(
                        Json.object("{kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201}"));
        assertThat(stored())
                .isEqualTo(Json.object(
                        "{metadata: {name: 'p', uid: 'u', resourceVersion: '2', annotations: {a: '1'}, labels:"
                                + " {l: '2'}}, spec: {nodeName: 'node1'}, status: {phase: 'Pending', conditions:"
                                + " [{type: 'PodScheduled', lastTransitionTime: '2026-01-02T03:04:05Z',"
                                + " lastProbeTime: null, status: 'True'}]}}"));
    }

    @Test
    @DisplayName("changes nothing in a dry run")
    void dryRun() {
        store("{metadata: {name: 'p'}, spec: {}}");

        bind(context(true), Json.object("{metadata: {name: 'p'}, target: {name: 'node1'}}"));

        assertThat(stored().at("/spec").has("nodeName")).isFalse();
    }

    @DisplayName("is refused in upstream's words")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{nodeName: 'n0'}                 | {}           | {name: 'n1'}              | Operation cannot be"
                        + " fulfilled on pods/binding \"p\": pod p is already assigned to node \"n0\"",
                "{schedulingGates: [{name: 'g'}]} | {}           | {name: 'n1'}              | Operation cannot be"
                        + " fulfilled on pods/binding \"p\": pod p has non-empty .spec.schedulingGates",
                "{}                               | {deletionTimestamp: 'now'} | {name: 'n1'} | Operation cannot be"
                        + " fulfilled on pods/binding \"p\": pod p is being deleted, cannot be assigned to a host",
                "{}                               | {uid: 'v'}   | {name: 'n1'}              | Operation cannot be"
                        + " fulfilled on pods \"p\": Precondition failed: UID in precondition: u, UID in object meta: v",
                "{}                               | {}           | {}                        | target.name: Required"
                        + " value",
                "{}                               | {}           | {name: 'n1', kind: 'Pod'} | target.kind:"
                        + " Unsupported value: \"Pod\": supported values: \"<empty>\", \"Node\"",
            })
    void refuses(String spec, String metadata, String target, String message) {
        ObjectNode pod = Json.object("{metadata: %s, spec: %s}".formatted(metadata, spec));
        boolean otherUid = pod.at("/metadata").has("uid");
        pod.withObject("/metadata").put("name", "p");
        objects.create(PodBehavior.PODS, "default", pod);
        ObjectNode bound = Json.object("{metadata: {name: 'p'}, target: %s}".formatted(target));
        if (otherUid) {
            bound.withObject("/metadata").put("uid", "u");
        }

        assertThatThrownBy(() -> bind(context(false), bound)).hasMessage(message);
    }

    @Test
    @DisplayName("fails for another pod's name and for no pod")
    void names() {
        assertThatThrownBy(() -> bind(context(false), Json.object("{metadata: {name: 'q'}, target: {name: 'n'}}")))
                .hasMessage("name in URL does not match name in Binding object");
        assertThatThrownBy(() -> bind(context(false), Json.object("{metadata: {name: 'p'}, target: {name: 'n'}}")))
                .hasMessage("pods \"p\" not found");
    }
}
