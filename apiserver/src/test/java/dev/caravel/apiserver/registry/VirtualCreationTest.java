package dev.caravel.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.WriteOptions.FieldValidation;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is created and not stored")
class VirtualCreationTest {
    private final List<String> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private String refuseIn = "";

    /** Notes what it sees, labels what it mutates, and refuses where the test wants it. */
    private final AdmissionPlugin plugin = new AdmissionPlugin() {
        @Override
        public String name() {
            return "Noting";
        }

        @Override
        public void mutate(AdmissionRequest request) {
            see("mutate", request);
            request.object().orElseThrow().withObject("/metadata/labels").put("seen", "yes");
            request.object().orElseThrow().put("invented", true);
        }

        @Override
        public void validate(AdmissionRequest request) {
            see("validate", request);
            request.object().orElseThrow().removeAll();
        }
    };

    private final VirtualResource.Action action = new VirtualResource.Action() {
        @Override
        public void prepare(Context context, ObjectNode object) {
            steps.add("prepare");
            object.withObject("/metadata/labels").put("prepared", "yes");
        }

        @Override
        public ObjectNode create(Context context, ObjectNode object) {
            steps.add("create%s %s".formatted(context.dryRun() ? " dry" : "", object.at("/metadata/labels")));
            return object;
        }
    };

    private void see(String step, AdmissionRequest request) {
        ObjectNode object = request.object().orElseThrow();
        steps.add("%s%s %s/%s %s of %s %s %s"
                .formatted(
                        step,
                        request.dryRun() ? " dry" : "",
                        request.resource().id().resource(),
                        request.subresource(),
                        request.name(),
                        object.path("apiVersion").asText(),
                        object.path("kind").asText(),
                        object.at("/metadata/labels")));
        if (refuseIn.equals(step)) {
            throw request.forbidden("no");
        }
    }

    private ObjectNode create(String resource, String subresource, String name, String body, boolean dryRun) {
        WriteOptions options = new WriteOptions(
                UserInfo.of("jane"),
                dryRun,
                FieldValidation.WARN,
                Decoded.PLAIN,
                FieldTracking.by("test"),
                warnings::add);
        Target target = new Target(
                Writes.catalog().find(new GroupResource("", resource)).orElseThrow(), "ns", name, subresource);
        return new VirtualCreation(new AdmissionStep(List.of(plugin)), Writes.catalog()::schema)
                .create(
                        new VirtualResource(target.groupResource(), subresource, action),
                        target,
                        Json.object(body),
                        options);
    }

    @Test
    @DisplayName("passes mutating admission, is checked, passes validating admission, and acts then only")
    void steps() {
        create("pods", "eviction", "p", "{metadata: {name: 'p'}}", false);

        assertThat(steps)
                .containsExactly(
                        "mutate pods/eviction p of policy/v1 Eviction ",
                        "prepare",
                        "validate pods/eviction p of policy/v1 Eviction {\"seen\":\"yes\",\"prepared\":\"yes\"}",
                        "create {\"seen\":\"yes\",\"prepared\":\"yes\"}");
    }

    @Test
    @DisplayName("passes it in a dry run as well")
    void dryRun() {
        create("pods", "binding", "p", "{metadata: {name: 'p'}}", true);

        assertThat(steps.getFirst()).isEqualTo("mutate dry pods/binding p of v1 Binding ");
        assertThat(steps.getLast()).startsWith("create dry ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"mutate, 1", "validate, 3"})
    @DisplayName("does nothing when admission refuses it")
    void refused(String step, int done) {
        refuseIn = step;

        assertThatThrownBy(() -> create("serviceaccounts", "token", "default", "{}", false))
                .hasMessage("serviceaccounts \"default\" is forbidden: no");
        assertThat(steps).hasSize(done).noneMatch(each -> each.startsWith("create"));
    }

    @Test
    @DisplayName("is named by itself when the URL names nothing")
    void ownName() {
        create("bindings", "", "", "{metadata: {name: 'p'}, target: {name: 'n'}}", false);

        assertThat(steps.getFirst()).startsWith("mutate bindings/ p of v1 Binding");
    }

    @Test
    @DisplayName("may be an eviction of the version before")
    void oldEviction() {
        ObjectNode eviction =
                create("pods", "eviction", "p", "{apiVersion: 'policy/v1beta1', kind: 'Eviction'}", false);

        assertThat(eviction.path("apiVersion").asText()).isEqualTo("policy/v1");
    }

    @Test
    @DisplayName("knows only the fields of its type")
    void unknownField() {
        ObjectNode eviction = create("pods", "eviction", "p", "{metadata: {name: 'p'}, spec: {}}", false);

        assertThat(warnings).containsExactly("unknown field \"spec\"");
        assertThat(eviction.has("invented")).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{apiVersion: 'v1', kind: 'Eviction'} | the API version in the data (v1) does not match the expected API version (policy/v1)",
                "{apiVersion: 'policy/v1', kind: 'Pod'} | Pod in version \"v1\" cannot be handled as a Eviction: no kind \"Pod\" is registered here",
                "{metadata: {namespace: 'other'}} | the namespace of the provided object does not match the namespace sent on the request",
                "{deleteOptions: 1} | Eviction in version \"v1\" cannot be handled as a Eviction: json: cannot unmarshal number into Go struct field Eviction.deleteOptions of type v1.DeleteOptions",
            })
    @DisplayName("is refused when it is something else")
    void somethingElse(String body, String message) {
        assertThatThrownBy(() -> create("pods", "eviction", "p", body, false)).hasMessage(message);
        assertThat(steps).isEmpty();
    }
}
