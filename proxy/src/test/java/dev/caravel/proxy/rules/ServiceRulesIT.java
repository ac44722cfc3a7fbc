package dev.caravel.proxy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.proxy.nftables.Nft;
import dev.caravel.proxy.nftables.Ruleset;
import dev.caravel.proxy.nftables.Table;
import dev.caravel.proxy.services.Endpoint;
import dev.caravel.proxy.services.IpFamily;
import dev.caravel.proxy.services.ServicePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Needs root. Works in two network namespaces of its own: a node and a pod. */
@DisplayName("The rules in the kernel")
class ServiceRulesIT {
    private static final NodeNetwork NODE_NETWORK =
            new NodeNetwork(IpFamily.IPV4, Optional.of("10.244.0.0/24"), Optional.of(List.of("10.244.0.1")), 14, false);

    private final String node = "cvl-node-" + ProcessHandle.current().pid();
    private final String pod = "cvl-pod-" + ProcessHandle.current().pid();
    private final List<Process> servers = new ArrayList<>();
    private Table table;

    @BeforeEach
    void connectPodToNode() throws Exception {
        ip("netns add " + node);
        ip("netns add " + pod);
        ip("-n " + node + " link set lo up");
        ip("-n " + pod + " link set lo up");
        ip("link add veth0 netns " + node + " type veth peer name eth0 netns " + pod);
        ip("-n " + node + " addr add 10.244.0.1/24 dev veth0");
        ip("-n " + node + " link set veth0 up");
        ip("-n " + node + " route add default dev veth0");
        ip("-n " + pod + " addr add 10.244.0.5/24 dev eth0");
        ip("-n " + pod + " link set eth0 up");
        ip("-n " + pod + " route add default via 10.244.0.1");
        table = new Table("ip kube-proxy", new Nft(List.of("nsenter", "--net=/run/netns/" + node)));
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (Process server : servers) {
            server.destroy();
            server.waitFor();
        }
        ip("netns del " + node);
        ip("netns del " + pod);
    }

    @Test
    @DisplayName("carry a connection to the cluster IP and to the node port, and refuse it once no endpoint is left")
    void connects() throws Exception {
        serve("here I am", 8080);

        table.set(plan(new Endpoint("10.244.0.5", 8080, true, true, false, true)));
        assertThat(fetch("10.96.0.7", 80)).isEqualTo("here I am");
        assertThat(fetch("10.244.0.1", 30080)).isEqualTo("here I am");

        table.set(plan());
        assertThat(fetch("10.96.0.7", 80)).isEqualTo("refused");
        assertThat(fetch("10.244.0.1", 30080)).isEqualTo("refused");
    }

    @Test
    @DisplayName("refuse a connection to a port that the service does not have")
    void refusesOtherPorts() throws Exception {
        table.set(plan(new Endpoint("10.244.0.5", 8080, true, true, false, true)));

        assertThat(fetch("10.96.0.7", 81)).isEqualTo("refused");
    }

    @Test
    @DisplayName("change by what differs, and not at all for equal services")
    void changesIncrementally() throws Exception {
        int all = table.set(plan());
        int none = table.set(plan());
        int one = table.set(plan(new Endpoint("10.244.0.5", 8080, true, true, false, true)));

        assertThat(none).isZero();
        assertThat(one).isBetween(1, all / 2);
    }

    private static Ruleset plan(Endpoint... endpoints) {
        ServicePort service = new ServicePort(
                "default",
                "web",
                "",
                "tcp",
                80,
                "10.96.0.7",
                30080,
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty(),
                List.of(endpoints));
        return new ServiceRules(NODE_NETWORK).plan(List.of(service));
    }

    /** Answers each connection in the pod with a text; returns once it listens. */
    private void serve(String text, int port) throws IOException {
        Process server = java(pod, "serve", text, String.valueOf(port));
        servers.add(server);
        assertThat(server.inputReader().readLine()).isEqualTo("listening");
    }

    private String fetch(String address, int port) throws Exception {
        Process client = java(node, "fetch", address, String.valueOf(port));
        String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        client.waitFor();
        return answer;
    }

    private static Process java(String namespace, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SocketPeer.class.getName()));
        command.addAll(Arrays.asList(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void ip(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("ip %s: %s", arguments, output).isZero();
    }
}
