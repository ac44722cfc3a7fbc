package dev.caravel.apiserver.kinds.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A job")
class JobBehaviorTest {
    private static final Context CONTEXT = new Context("default", "j", "", UserInfo.of("alice"), false);
    private final JobBehavior behavior = new JobBehavior();

    @Test
    @DisplayName("selects its pods by its own uid")
    void selector() {
        ObjectNode job = Json.object(
                "{metadata: {name: 'j', uid: 'u'}, spec: {template: {metadata: {labels: {'job-name': 'mine'}}}}}");

        behavior.prepareForCreate(CONTEXT, job);

        assertThat(job.path("spec"))
                .isEqualTo(Json.object(
                        "{template: {metadata: {labels: {'job-name': 'mine', 'batch.kubernetes.io/job-name': 'j',"
                                + " 'controller-uid': 'u', 'batch.kubernetes.io/controller-uid': 'u'}}},"
                                + " selector: {matchLabels: {'batch.kubernetes.io/controller-uid': 'u'}}}"));
    }

    @Test
    @DisplayName("with a manual selector is left alone")
    void manual() {
        ObjectNode job = Json.object("{metadata: {name: 'j', uid: 'u'}, spec: {manualSelector: true}}");

        behavior.prepareForCreate(CONTEXT, job);

        assertThat(job.path("spec")).isEqualTo(Json.object("{manualSelector: true}"));
    }
}
