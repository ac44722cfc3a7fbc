package dev.caravel.apiserver.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfoParser;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The flow schemas that every cluster has")
class FlowConfigurationTest {
    private final BootstrapObjects objects = BootstrapObjects.load();
    private final FlowConfiguration configuration = new FlowConfiguration(
            objects.flowSchemas().stream()
                    .map(each -> FlowSchema.of(each.object()))
                    .toList(),
            objects.priorityLevels().stream()
                    .map(each -> PriorityLevel.of(each.object()))
                    .toList());

    @ParameterizedTest(name = "{0} {1} by {2} of {3}: {4}")
    @CsvSource({
        "GET, /api/v1/pods, admin, system:masters, exempt",
        "GET, /healthz, anyone, system:authenticated, probes",
        "GET, /version, anyone, system:authenticated, global-default",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/kube-system/leases/l, system:kube-scheduler, system:authenticated, system-leader-election",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/a/leases/l, system:serviceaccount:kube-system:x, system:serviceaccounts, system-leader-election",
        "PATCH, /api/v1/nodes/n/status, system:node:n, system:nodes, system-node-high",
        "GET, /api/v1/pods, system:node:n, system:nodes, system-nodes",
        "GET, /api/v1/pods, system:kube-controller-manager, system:authenticated, kube-controller-manager",
        "GET, /api/v1/pods, system:serviceaccount:kube-system:x, system:serviceaccounts, kube-system-service-accounts",
        "GET, /api/v1/pods, system:serviceaccount:default:x, system:serviceaccounts, service-accounts",
        "GET, /api/v1/pods, jane, system:authenticated, global-default",
        "GET, /api/v1/pods, nobody, none, none",
    })
    @DisplayName("sort requests by who makes them and what for")
    void classify(String method, String path, String user, String group, String schema) {
        assertThat(configuration
                        .classify(
                                UserInfo.of(user, group),
                                RequestInfoParser.parse(method, path, MultiMap.caseInsensitiveMultiMap()))
                        .map(FlowSchema::name)
                        .orElse("none"))
                .isEqualTo(schema);
    }

    @Test
    @DisplayName("lead to priority levels that are there, the mandatory ones among them")
    void complete() {
        assertThat(objects.flowSchemas()).hasSize(11).allSatisfy(each -> assertThat(
                        configuration.hasLevel(FlowSchema.of(each.object()).priorityLevel()))
                .isTrue());
        assertThat(objects.priorityLevels())
                .filteredOn(BootstrapObjects.Wanted::mandatory)
                .extracting(BootstrapObjects.Wanted::name)
                .isEqualTo(List.of("exempt", "catch-all"));
    }
}
