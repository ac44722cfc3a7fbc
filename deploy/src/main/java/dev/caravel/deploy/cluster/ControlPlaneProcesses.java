package dev.caravel.deploy.cluster;

import static dev.caravel.deploy.cluster.Role.KUBE_APISERVER;
import static dev.caravel.deploy.cluster.Role.KUBE_CONTROLLER_MANAGER;
import static dev.caravel.deploy.cluster.Role.KUBE_SCHEDULER;
import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.Readiness;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of the control plane, as the supervisor runs them. */
public final class ControlPlaneProcesses {
    public static final String ETCD = "etcd";
    public static final String ETCD_CLIENT = "http://127.0.0.1:2379";
    private static final String ETCD_PEER = "http://127.0.0.1:2380";
    private static final String ETCD_METRICS = "http://127.0.0.1:2381";
    private static final int PATIENCE_SECONDS = 15;

    private final StateDir state;
    private final InstalledRoles roles;
    private final StateStore store;
    private final boolean verbose;

    public ControlPlaneProcesses(StateDir state, InstalledRoles roles, StateStore store, boolean verbose) {
        this.state = requireNonNull(state, "state is null");
        this.roles = requireNonNull(roles, "roles is null");
        this.store = requireNonNull(store, "store is null");
        this.verbose = verbose;
    }

    public List<ProcessSpec> specs() {
        List<ProcessSpec> specs = new ArrayList<>();
        if (store == StateStore.ETCD) {
            specs.add(etcd(state));
        }
        specs.addAll(List.of(apiServer(), controllerManager(), scheduler()));
        return specs;
    }

    /** An etcd on the loopback, with a cluster's data. */
    public static ProcessSpec etcd(StateDir state) {
        return new ProcessSpec(
                ETCD,
                "",
                List.of(
                        "etcd",
                        "--name=caravel",
                        "--data-dir=" + state.etcd(),
                        "--listen-client-urls=" + ETCD_CLIENT,
                        "--advertise-client-urls=" + ETCD_CLIENT,
                        "--listen-peer-urls=" + ETCD_PEER,
                        "--initial-advertise-peer-urls=" + ETCD_PEER,
                        "--initial-cluster=caravel=" + ETCD_PEER,
                        "--listen-metrics-urls=" + ETCD_METRICS),
                Map.of(),
                "",
                new Readiness.Http(URI.create(ETCD_METRICS + "/health")),
                List.of(),
                PATIENCE_SECONDS);
    }

    private ProcessSpec apiServer() {
        List<String> flags = new ArrayList<>(
                List.of(store == StateStore.ETCD ? "--etcd-servers=" + ETCD_CLIENT : "--data-dir=" + state.embedded()));
        flags.addAll(servingFlags());
        return role(
                KUBE_APISERVER,
                "https://127.0.0.1:6443/readyz",
                store == StateStore.ETCD ? List.of(ETCD) : List.of(),
                flags);
    }

    private List<String> servingFlags() {
        return List.of(
                "--advertise-address=" + Addresses.controlPlane(),
                "--bind-address=0.0.0.0",
                "--secure-port=" + Addresses.API_PORT,
                "--allow-privileged=true",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--service-cluster-ip-range=" + Addresses.SERVICE_RANGE,
                "--client-ca-file=" + pki("ca.crt"),
                "--tls-cert-file=" + pki("apiserver.crt"),
                "--tls-private-key-file=" + pki("apiserver.key"),
                "--kubelet-client-certificate=" + pki("apiserver-kubelet-client.crt"),
                "--kubelet-client-key=" + pki("apiserver-kubelet-client.key"),
                "--kubelet-certificate-authority=" + pki("ca.crt"),
                "--kubelet-preferred-address-types=InternalIP,Hostname",
                "--service-account-issuer=https://kubernetes.default.svc." + Addresses.CLUSTER_DOMAIN,
                "--service-account-key-file=" + pki("sa.pub"),
                "--service-account-signing-key-file=" + pki("sa.key"),
                "--requestheader-client-ca-file=" + pki("front-proxy-ca.crt"),
                "--requestheader-allowed-names=front-proxy-client",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-username-headers=X-Remote-User",
                "--proxy-client-cert-file=" + pki("front-proxy-client.crt"),
                "--proxy-client-key-file=" + pki("front-proxy-client.key"));
    }

    private ProcessSpec controllerManager() {
        String kubeconfig = state.kubeconfig("kube-controller-manager").toString();
        return role(
                KUBE_CONTROLLER_MANAGER,
                "https://127.0.0.1:10257/healthz",
                List.of("kube-apiserver"),
                List.of(
                        "--bind-address=127.0.0.1",
                        "--kubeconfig=" + kubeconfig,
                        "--authentication-kubeconfig=" + kubeconfig,
                        "--authorization-kubeconfig=" + kubeconfig,
                        "--client-ca-file=" + pki("ca.crt"),
                        "--requestheader-client-ca-file=" + pki("front-proxy-ca.crt"),
                        "--root-ca-file=" + pki("ca.crt"),
                        "--cluster-signing-cert-file=" + pki("ca.crt"),
                        "--cluster-signing-key-file=" + pki("ca.key"),
                        "--service-account-private-key-file=" + pki("sa.key"),
                        "--use-service-account-credentials=true",
                        "--allocate-node-cidrs=true",
                        "--cluster-cidr=" + Addresses.POD_RANGE,
                        "--service-cluster-ip-range=" + Addresses.SERVICE_RANGE));
    }

    private ProcessSpec scheduler() {
        String kubeconfig = state.kubeconfig("kube-scheduler").toString();
        return role(
                KUBE_SCHEDULER,
                "https://127.0.0.1:10259/healthz",
                List.of("kube-apiserver"),
                List.of(
                        "--bind-address=127.0.0.1",
                        "--kubeconfig=" + kubeconfig,
                        "--authentication-kubeconfig=" + kubeconfig,
                        "--authorization-kubeconfig=" + kubeconfig));
    }

    private ProcessSpec role(Role role, String readyAt, List<String> after, List<String> flags) {
        RoleProgram program = roles.program(role);
        List<String> command = new ArrayList<>(program.launcher());
        command.addAll(flags);
        command.add(verbose ? "--v=4" : "--v=2");
        return new ProcessSpec(
                role.program(),
                program.kind().label(),
                command,
                Map.of(),
                "",
                new Readiness.Http(URI.create(readyAt)),
                after,
                program.stopSeconds());
    }

    private String pki(String file) {
        return state.pki().resolve(file).toString();
    }
}
