package dev.caravel.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchema;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchemaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("Priority and fairness")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FlowControlIT {
    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    @Test
    @DisplayName("tells in each answer by which flow schema and priority level it was sorted")
    void headers() throws Exception {
        HttpResponse<String> response = get(admin, "/api/v1/namespaces");

        assertThat(response.header("X-Kubernetes-PF-FlowSchema-UID"))
                .isEqualTo(schema("exempt").getMetadata().getUid());
        assertThat(response.header("X-Kubernetes-PF-PriorityLevel-UID"))
                .isEqualTo(admin.flowControl()
                        .v1()
                        .priorityLevelConfigurations()
                        .withName("exempt")
                        .get()
                        .getMetadata()
                        .getUid());
        try (KubernetesClient jane = server.client("jane")) {
            assertThat(get(jane, "/api/v1/namespaces").header("X-Kubernetes-PF-FlowSchema-UID"))
                    .isEqualTo(schema("global-default").getMetadata().getUid());
        }
    }

    @Test
    @DisplayName("brings a mandatory flow schema back")
    void mandatory() {
        String before = schema("catch-all").getMetadata().getUid();

        admin.flowControl().v1().flowSchema().withName("catch-all").delete();

        FlowSchema after = admin.flowControl()
                .v1()
                .flowSchema()
                .withName("catch-all")
                .waitUntilCondition(
                        it -> it != null && !it.getMetadata().getUid().equals(before), 30, TimeUnit.SECONDS);
        assertThat(after.getSpec().getMatchingPrecedence()).isEqualTo(10_000);
    }

    @Test
    @DisplayName("tells of a flow schema whose priority level is missing")
    void dangling() {
        admin.flowControl()
                .v1()
                .flowSchema()
                .resource(new FlowSchemaBuilder()
                        .withNewMetadata()
                        .withName("dangling")
                        .endMetadata()
                        .withNewSpec()
                        .withMatchingPrecedence(9_000)
                        .withNewPriorityLevelConfiguration("nowhere")
                        .endSpec()
                        .build())
                .create();

        FlowSchema told = admin.flowControl()
                .v1()
                .flowSchema()
                .withName("dangling")
                .waitUntilCondition(
                        it -> it.getStatus() != null
                                && !it.getStatus().getConditions().isEmpty(),
                        30,
                        TimeUnit.SECONDS);
        assertThat(told.getStatus().getConditions().getFirst())
                .extracting(it -> it.getType(), it -> it.getStatus(), it -> it.getReason(), it -> it.getMessage())
                .containsExactly(
                        "Dangling",
                        "True",
                        "NotFound",
                        "This FlowSchema references the PriorityLevelConfiguration object named \"nowhere\" but there is"
                                + " no such object");
    }

    @Test
    @DisplayName("shows what it does in metrics")
    void metrics() {
        assertThat(admin.raw("/metrics"))
                .contains("apiserver_flowcontrol_nominal_limit_seats{priority_level=\"workload-low\"} 245")
                .contains("apiserver_flowcontrol_dispatched_requests_total{flow_schema=\"exempt\"");
    }

    private static FlowSchema schema(String name) {
        return admin.flowControl().v1().flowSchema().withName(name).get();
    }

    private static HttpResponse<String> get(KubernetesClient client, String path) throws Exception {
        return client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(server.url() + path)
                                .build(),
                        String.class)
                .get();
    }
}
