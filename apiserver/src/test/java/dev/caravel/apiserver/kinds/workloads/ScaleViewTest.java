package dev.caravel.apiserver.kinds.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A scale")
class ScaleViewTest {
    private final ScaleView view =
            ScaleView.of(new GroupResource("apps", "deployments"), Map.of("labelSelectorPath", ".spec.selector"));
    private final ObjectNode deployment = Json.object(
            "{kind: 'Deployment', metadata: {name: 'web', namespace: 'default', uid: 'u', resourceVersion: '5',"
                    + " creationTimestamp: 't', labels: {a: 'b'}}, spec: {replicas: 3, selector: {matchLabels: {app: 'web'}}}, status: {replicas: 2}}");

    @Test
    @DisplayName("shows replicas and selector of an object")
    void reads() {
        assertThat(Json.reread(view.read(deployment)))
                .isEqualTo(
                        Json.object(
                                "{kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: {name: 'web', namespace: 'default', uid: 'u',"
                                        + " resourceVersion: '5', creationTimestamp: 't'}, spec: {replicas: 3}, status: {replicas: 2, selector: 'app=web'}}"));
    }

    @Test
    @DisplayName("changes the replicas alone, and carries the precondition")
    void writes() {
        ObjectNode scale = Json.object("{metadata: {name: 'web', resourceVersion: '4'}, spec: {replicas: 7}}");

        ObjectNode scaled = view.write(deployment, scale);

        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(7);
        assertThat(scaled.at("/metadata/resourceVersion").asText()).isEqualTo("4");
        assertThat(scaled.at("/metadata/labels/a").asText()).isEqualTo("b");
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
    }

    @DisplayName("is refused in upstream's words")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{spec: {replicas: -1}}   | Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                "{metadata: {uid: 'x'}}   | Operation cannot be fulfilled on deployments/scale.apps \"web\": Precondition failed: UID in precondition: x, UID in object meta: u",
            })
    void refuses(String scale, String message) {
        assertThatThrownBy(() -> view.write(deployment, Json.object(scale))).hasMessage(message);
    }

    @DisplayName("writes the selector as a query does")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{matchLabels: {b: '2', a: '1'}}                                           | a=1,b=2",
                "{matchExpressions: [{key: 'a', operator: 'In', values: ['y', 'x']}]}      | a in (x,y)",
                "{matchExpressions: [{key: 'a', operator: 'NotIn', values: ['x']}]}        | a notin (x)",
                "{matchExpressions: [{key: 'b', operator: 'Exists'}, {key: 'a', operator: 'DoesNotExist'}]} | !a,b",
                "{app: 'rc'}                                                               | app=rc",
            })
    void selectors(String selector, String expected) {
        deployment.withObject("/spec").set("selector", Json.object(selector));

        assertThat(view.read(deployment).at("/status/selector").asText()).isEqualTo(expected);
    }
}
