package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The processes of the control plane")
class ControlPlaneProcessesTest {
    @TempDir
    Path directory;

    private StateDir state;
    private InstalledRoles roles;
    private Map<String, ProcessSpec> specs;

    @BeforeEach
    void plan() throws IOException {
        state = new StateDir(directory.resolve("state"));
        roles = PlannedRoles.in(directory);
        specs = byName(new ControlPlaneProcesses(state, roles, StateStore.ETCD, false).specs());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "etcd,                    '',    http://127.0.0.1:2381/health,   -",
                "kube-apiserver,          given, https://127.0.0.1:6443/readyz,  etcd",
                "kube-controller-manager, given, https://127.0.0.1:10257/healthz, kube-apiserver",
                "kube-scheduler,          given, https://127.0.0.1:10259/healthz, kube-apiserver"
            })
    @DisplayName("start one after the other, each when it is ready what it needs")
    void order(String name, String program, String readyAt, String after) {
        ProcessSpec spec = specs.get(name);

        assertThat(spec.program()).isEqualTo(program);
        assertThat(spec.readiness()).isEqualTo(new Readiness.Http(URI.create(readyAt)));
        assertThat(spec.after()).isEqualTo(after == null ? List.of() : List.of(after));
        assertThat(spec.stopSeconds()).isEqualTo(15);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "etcd, --data-dir=STATE/etcd",
        "kube-apiserver, --etcd-servers=http://127.0.0.1:2379",
        "kube-apiserver, --service-cluster-ip-range=10.96.0.0/16",
        "kube-apiserver, '--authorization-mode=Node,RBAC'",
        "kube-apiserver, --client-ca-file=STATE/pki/ca.crt",
        "kube-apiserver, --service-account-signing-key-file=STATE/pki/sa.key",
        "kube-controller-manager, --kubeconfig=STATE/kubeconfigs/kube-controller-manager.kubeconfig",
        "kube-controller-manager, --cluster-cidr=10.244.0.0/16",
        "kube-controller-manager, --use-service-account-credentials=true",
        "kube-scheduler, --kubeconfig=STATE/kubeconfigs/kube-scheduler.kubeconfig"
    })
    @DisplayName("have the flags that upstream's take")
    void flags(String name, String flag) {
        assertThat(specs.get(name).command())
                .contains(flag.replace("STATE", state.root().toString()));
    }

    @Test
    @DisplayName("are without an etcd where the API server keeps the state itself")
    void embedded() {
        Map<String, ProcessSpec> embedded =
                byName(new ControlPlaneProcesses(state, roles, StateStore.EMBEDDED, false).specs());

        assertThat(embedded).doesNotContainKey("etcd");
        assertThat(embedded.get("kube-apiserver").after()).isEmpty();
        assertThat(embedded.get("kube-apiserver").command())
                .contains("--data-dir=" + state.root().resolve("store"))
                .noneMatch(flag -> flag.startsWith("--etcd-servers"));
    }

    @Test
    @DisplayName("log more when asked to, etcd excepted")
    void verbose() {
        assertThat(specs.get("kube-scheduler").command()).contains("--v=2");

        Map<String, ProcessSpec> verbose =
                byName(new ControlPlaneProcesses(state, roles, StateStore.ETCD, true).specs());

        assertThat(verbose.get("kube-scheduler").command()).contains("--v=4");
        assertThat(verbose.get("etcd")).isEqualTo(specs.get("etcd"));
    }

    private static Map<String, ProcessSpec> byName(List<ProcessSpec> specs) {
        return specs.stream().collect(Collectors.toMap(ProcessSpec::name, Function.identity()));
    }
}
