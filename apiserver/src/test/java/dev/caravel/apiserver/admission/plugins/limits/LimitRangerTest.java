package dev.caravel.apiserver.admission.plugins.limits;

import static dev.caravel.apiserver.admission.Writes.create;
import static dev.caravel.apiserver.admission.Writes.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Admission by LimitRange")
class LimitRangerTest {
    private final InMemoryObjects objects = new InMemoryObjects();
    private final LimitRanger plugin = new LimitRanger(objects);

    @Test
    @DisplayName("gives containers the defaults that they lack, and says so in an annotation")
    void defaults() {
        limit("{type: 'Container', default: {cpu: '500m', memory: '1Gi'}, defaultRequest: {cpu: '100m'}}");
        AdmissionRequest request = create(
                "pods",
                "{spec: {containers: [{name: 'a', resources: {limits: {cpu: '1'}}}], initContainers: [{name: 'i',"
                        + " resources: {requests: {cpu: '2'}}}]}}");

        plugin.mutate(request);

        ObjectNode pod = request.object().orElseThrow();
        assertThat(pod.at("/spec/containers/0/resources"))
                .isEqualTo(Json.tree("{limits: {cpu: '1', memory: '1Gi'}, requests: {cpu: '100m'}}"));
        assertThat(pod.at("/metadata/annotations/kubernetes.io~1limit-ranger").asText())
                .isEqualTo("LimitRanger plugin set: cpu request for container a; memory limit for container a; cpu,"
                        + " memory limit for init container i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min: {cpu: '50m'}                 | {}                                          | minimum cpu usage"
                        + " per Container is 50m.  No request is specified",
                "min: {cpu: '50m'}                 | {requests: {cpu: '10m'}}                    | minimum cpu usage"
                        + " per Container is 50m, but request is 10m",
                "min: {cpu: '50m'}                 | {requests: {cpu: '60m'}, limits: {cpu: '1m'}} | minimum cpu usage"
                        + " per Container is 50m, but limit is 1m",
                "max: {cpu: '50m'}                 | {requests: {cpu: '10m'}}                    | maximum cpu usage"
                        + " per Container is 50m.  No limit is specified",
                "max: {memory: '1Mi'}              | {limits: {memory: '2Mi'}}                   | maximum memory"
                        + " usage per Container is 1Mi, but limit is 2Mi",
                "maxLimitRequestRatio: {cpu: '2'}  | {requests: {cpu: '1'}, limits: {cpu: '3'}}  | cpu max limit to"
                        + " request ratio per Container is 2, but provided ratio is 3.000000",
                "maxLimitRequestRatio: {cpu: '2'}  | {limits: {cpu: '3'}}                        | cpu max limit to"
                        + " request ratio per Container is 2, but no request is specified or request is 0",
            })
    @DisplayName("holds containers to minimum, maximum and ratio")
    void containers(String limit, String resources, String why) {
        limit("{type: 'Container', " + limit + "}");

        assertThatThrownBy(() -> plugin.validate(
                        create("pods", "{spec: {containers: [{name: 'c', resources: " + resources + "}]}}")))
                .hasMessage("pods \"x\" is forbidden: " + why);
    }

    @Test
    @DisplayName("holds the pod as a whole to the limits of pods, and tells of all that is wrong")
    void pods() {
        limit("{type: 'Pod', max: {cpu: '1', memory: '1Gi'}}");

        assertThatThrownBy(() -> plugin.validate(create(
                        "pods",
                        "{spec: {containers: [{name: 'a', resources: {limits: {cpu: '600m'}}},"
                                + " {name: 'b', resources: {limits: {cpu: '600m'}}}]}}")))
                .hasMessage(
                        "pods \"x\" is forbidden: [maximum cpu usage per Pod is 1, but limit is 1200m, maximum memory"
                                + " usage per Pod is 1Gi.  No limit is specified]");
    }

    @Test
    @DisplayName("holds claims to the limits of claims")
    void claims() {
        limit("{type: 'PersistentVolumeClaim', min: {storage: '2Gi'}, max: {storage: '4Gi'}}");

        assertThatThrownBy(() -> plugin.validate(
                        create("persistentvolumeclaims", "{spec: {resources: {requests: {storage: '1Gi'}}}}")))
                .hasMessage(
                        "persistentvolumeclaims \"x\" is forbidden: minimum storage usage per PersistentVolumeClaim is"
                                + " 2Gi, but request is 1Gi");
        assertThatCode(() -> plugin.validate(
                        create("persistentvolumeclaims", "{spec: {resources: {requests: {storage: '3Gi'}}}}")))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("leaves updates of pods alone, but not their resize")
    void updates() {
        limit("{type: 'Container', max: {cpu: '1'}}");
        String big = "{spec: {containers: [{name: 'c', resources: {limits: {cpu: '3'}}}]}}";

        assertThatCode(() -> plugin.validate(update("pods", "", big, big))).doesNotThrowAnyException();
        assertThatThrownBy(() -> plugin.validate(update("pods", "resize", big, big)))
                .hasMessageContaining("but limit is 3");
    }

    private void limit(String item) {
        objects.create(
                new GroupResource("", "limitranges"),
                "ns",
                Json.object("{metadata: {name: 'l', namespace: 'ns'}, spec: {limits: [" + item + "]}}"));
    }
}
