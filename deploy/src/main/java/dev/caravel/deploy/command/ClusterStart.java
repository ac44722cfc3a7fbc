package dev.caravel.deploy.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.addons.Addons;
import dev.caravel.deploy.addons.AdminApi;
import dev.caravel.deploy.addons.DnsQuestion;
import dev.caravel.deploy.addons.ObservedObjects;
import dev.caravel.deploy.cluster.Addresses;
import dev.caravel.deploy.cluster.ClusterPki;
import dev.caravel.deploy.cluster.ClusterShape;
import dev.caravel.deploy.cluster.ControlPlaneProcesses;
import dev.caravel.deploy.cluster.InstalledRoles;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.cluster.NodeProcesses;
import dev.caravel.deploy.cluster.Programs;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.console.Progress;
import dev.caravel.deploy.console.Progress.Outcome;
import dev.caravel.deploy.images.ImageArchive;
import dev.caravel.deploy.images.LocalImages;
import dev.caravel.deploy.network.NodeNetwork;
import dev.caravel.deploy.network.Sysctls;
import dev.caravel.deploy.node.CniConfiguration;
import dev.caravel.deploy.node.Containers;
import dev.caravel.deploy.node.NodeConfiguration;
import dev.caravel.deploy.node.NodeDirectories;
import dev.caravel.deploy.preflight.Executables;
import dev.caravel.deploy.preflight.Preflight;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.LastWords;
import dev.caravel.deploy.supervisor.ProcessList;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.ProcessState;
import dev.caravel.deploy.supervisor.RestartsBefore;
import dev.caravel.deploy.supervisor.SupervisorClient;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps of 'up', in their order. Each finds out for itself whether there is anything to do. */
final class ClusterStart {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** So many deaths since the command began, and there is no use in waiting for the next. */
    private static final int HOPELESS = 5;

    private static final Set<String> BEFORE_DNS = Set.of(ControlPlaneProcesses.ETCD, "kube-apiserver");

    private final StateDir state;
    private final Installation installation;
    private final Programs programs;
    private final Progress progress;
    private final Commands commands = new Commands();
    private final ObjectMapper json = new ObjectMapper();
    private final SupervisorClient supervisor;

    ClusterStart(StateDir state, Installation installation, Programs programs, Progress progress) {
        this.state = requireNonNull(state, "state is null");
        this.installation = requireNonNull(installation, "installation is null");
        this.programs = requireNonNull(programs, "programs is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.supervisor = new SupervisorClient(state);
    }

    void run(UpCommand.WantedShape wanted) throws Exception {
        long start = System.nanoTime();
        start(wanted);
        progress.say("");
        progress.say("Kubernetes is up after %.1f s. What to type next:"
                .formatted(Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0));
        farewell();
    }

    void start(UpCommand.WantedShape wanted) throws Exception {
        ClusterShape before = ClusterShape.read(state, json).orElseGet(() -> ClusterShape.fresh(state));
        ClusterShape shape = wanted.over(before, Files.exists(before.store().directory(state)));
        if (shape.nodes() > ClusterShape.MOST_NODES) {
            throw new Problem("--nodes can be at most " + ClusterShape.MOST_NODES);
        }
        boolean wasRunning = supervisor.running();
        Preflight.root();
        try {
            steps(before.nodesBeyond(shape, state), shape, wasRunning);
        } catch (Exception e) {
            if (!wasRunning) {
                new ClusterStop(state, commands, json).down();
            }
            throw e;
        }
    }

    private void steps(List<NodePlan> leaving, ClusterShape shape, boolean wasRunning) throws Exception {
        List<NodePlan> nodes = shape.nodePlans(state);
        if (!wasRunning) {
            progress.step("check this machine", () -> {
                new Preflight(commands).check(state, shape);
                return Outcome.done("fit for Kubernetes");
            });
        }
        if (!leaving.isEmpty()) {
            progress.step("nodes that leave", () -> {
                new NodeRemoval(state, supervisor, commands).remove(leaving);
                return Outcome.done(names(leaving));
            });
        }
        shape.write(state, json);
        List<ProcessSpec> specs = prepare(shape, nodes);
        startProcesses(specs, wasRunning);
        AdminApi api = new AdminApi(state, json);
        if (!nodes.isEmpty()) {
            progress.step("images", () -> importImages(nodes));
            progress.step("pod network", () -> connectPods(api, nodes));
            progress.step("nodes", () -> awaitNodes(api, nodes));
            progress.step("DNS", this::awaitDns);
        }
    }

    private List<ProcessSpec> prepare(ClusterShape shape, List<NodePlan> nodes) throws Exception {
        List<ProcessSpec> specs = new ArrayList<>();
        progress.step("certificates and kubeconfigs", () -> {
            int made = new ClusterPki(state, Clock.systemUTC()).ensure(nodes);
            new ClusterKubeconfigs(state).write(nodes);
            return made == 0 ? Outcome.UNCHANGED : Outcome.done(made + " made");
        });
        progress.step("node network", () -> {
            new Sysctls(state, json).rememberAndSet();
            new NodeNetwork(commands).ensure(nodes);
            return Outcome.done(Addresses.NODE_RANGE);
        });
        progress.step("programs", () -> {
            InstalledRoles roles = InstalledRoles.install(
                    Role.forNodes(nodes.size()), programs, installation.repository(), state, System.getenv());
            specs.addAll(new ControlPlaneProcesses(state, roles, shape.store(), shape.verbose()).specs());
            for (NodePlan node : nodes) {
                NodeConfiguration configuration = NodeConfiguration.of(node, state);
                configuration.write(node);
                new NodeDirectories(commands).ensure(node);
                specs.addAll(new NodeProcesses(state, roles, shape.verbose()).specs(node, configuration));
            }
            return Outcome.done(specs.size() + " processes, " + programs.kind().label()
                    + (roles.cachesOutdated() ? ", with AOT caches out of date: './caravel build --aot'" : ""));
        });
        return specs;
    }

    private void startProcesses(List<ProcessSpec> specs, boolean wasRunning) throws Exception {
        boolean changed = new ProcessList(specs).write(state.processes(), json);
        if (!wasRunning) {
            progress.step("supervisor", () -> {
                supervisor.launch(installation.supervisor(SupervisorProgram.install(installation, state), state));
                return Outcome.done("logs below " + state.logs());
            });
        } else if (changed) {
            supervisor.reload();
        }
        RestartsBefore before = RestartsBefore.of(supervisor.states().orElse(List.of()));
        for (ProcessSpec spec : specs) {
            if (BEFORE_DNS.contains(spec.name())) {
                awaitReady(spec.name(), before);
            }
        }
        progress.step("DNS service", () -> {
            new Addons(new AdminApi(state, json)).applyDns();
            return Outcome.done(Addresses.DNS_SERVICE);
        });
        for (ProcessSpec spec : specs) {
            if (!BEFORE_DNS.contains(spec.name())) {
                awaitReady(spec.name(), before);
            }
        }
    }

    private void awaitReady(String name, RestartsBefore before) throws Exception {
        progress.step(name, () -> {
            ProcessState process = supervisor
                    .await(
                            all -> named(name, all)
                                    .filter(now -> now.ready() || hopeless(now, before))
                                    .isPresent(),
                            PATIENCE)
                    .flatMap(all -> named(name, all))
                    .orElseThrow(() -> new Problem(name + " does not become ready: " + LastWords.of(state.log(name))
                            + " (" + state.log(name) + ")"));
            if (!process.ready()) {
                throw new Problem(name + " does not start: it " + process.lastEnd() + " (" + state.log(name) + ")");
            }
            return Outcome.done("process " + process.pid());
        });
    }

    private static Optional<ProcessState> named(String name, List<ProcessState> states) {
        return states.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    private static boolean hopeless(ProcessState process, RestartsBefore before) {
        return before.since(process) >= HOPELESS;
    }

    private Outcome importImages(List<NodePlan> nodes) throws IOException, InterruptedException {
        LocalImages images = new LocalImages(state, Executables.find("busybox").orElseThrow());
        images.ensure();
        Containers containers = new Containers(commands);
        int imported = 0;
        for (NodePlan node : nodes) {
            for (ImageArchive image : images.images()) {
                if (!containers.hasImage(node, image.reference())) {
                    containers.importImage(node, images.archive(image));
                    imported++;
                }
            }
        }
        return imported == 0 ? Outcome.UNCHANGED : Outcome.done(imported + " imported");
    }

    private Outcome connectPods(AdminApi api, List<NodePlan> nodes) throws IOException, InterruptedException {
        Map<NodePlan, String> ranges = new LinkedHashMap<>();
        api.follow("/api/v1/nodes", PATIENCE, objects -> {
            nodes.forEach(node -> objects.named(node.name())
                    .map(object -> object.at("/spec/podCIDR").asText())
                    .filter(range -> !range.isEmpty())
                    .ifPresent(range -> ranges.put(node, range)));
            return ranges.size() == nodes.size();
        });
        ranges.forEach(CniConfiguration::write);
        new NodeNetwork(commands).route(ranges);
        return Outcome.done(String.join(", ", ranges.values()));
    }

    private Outcome awaitNodes(AdminApi api, List<NodePlan> nodes) throws IOException, InterruptedException {
        api.follow("/api/v1/nodes", PATIENCE, objects -> nodes.stream().allMatch(node -> isReady(objects, node)));
        new Addons(api).labelControlPlane(nodes.getFirst().name());
        return Outcome.done(names(nodes) + " Ready");
    }

    private static String names(List<NodePlan> nodes) {
        return nodes.stream().map(NodePlan::name).collect(Collectors.joining(", "));
    }

    private static boolean isReady(ObservedObjects objects, NodePlan node) {
        for (JsonNode condition : objects.named(node.name())
                .map(object -> object.at("/status/conditions"))
                .orElseGet(() -> com.fasterxml.jackson.databind.node.MissingNode.getInstance())) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private Outcome awaitDns() throws IOException, InterruptedException {
        String name = "kubernetes.default.svc." + Addresses.CLUSTER_DOMAIN;
        if (!DnsQuestion.answered(Addresses.DNS_SERVICE, name, PATIENCE)) {
            throw new Problem("the cluster's DNS does not answer at " + Addresses.DNS_SERVICE
                    + "; see './caravel logs caravel-dns'");
        }
        return Outcome.done("answers at " + Addresses.DNS_SERVICE);
    }

    private void farewell() {
        String option = state.root().toString().equals("/var/lib/caravel") ? "" : "--state-dir " + state.root() + " ";
        progress.say("  ./caravel " + option + "kubectl get nodes");
        progress.say("  ./caravel " + option
                + "kubectl create deployment hello --image=localhost/hello:1 --replicas=3 --port=8080");
        progress.say("  export KUBECONFIG=" + state.kubeconfig("admin") + "    # for a kubectl of your own");
    }
}
