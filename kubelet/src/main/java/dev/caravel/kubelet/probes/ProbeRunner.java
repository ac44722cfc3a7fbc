package dev.caravel.kubelet.probes;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CommandResult;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Makes one attempt of a probe, whatever its kind. Blocking; thread-safe. */
final class ProbeRunner {
    private final ContainerRuntime runtime;
    private final HttpCheck http;
    private final GrpcCheck grpc;

    ProbeRunner(ContainerRuntime runtime, HttpCheck http, GrpcCheck grpc) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.http = requireNonNull(http, "http is null");
        this.grpc = requireNonNull(grpc, "grpc is null");
    }

    ProbeResult run(Probe probe, Container container, String containerId, String podIp) {
        Duration timeout = Duration.ofSeconds(Math.max(1, Objects.requireNonNullElse(probe.getTimeoutSeconds(), 1)));
        try {
            if (probe.getExec() != null) {
                return exec(containerId, probe.getExec().getCommand(), timeout);
            }
            if (probe.getHttpGet() != null) {
                return http.get(
                        probe.getHttpGet(),
                        podIp,
                        Ports.resolve(probe.getHttpGet().getPort(), container),
                        timeout);
            }
            if (probe.getTcpSocket() != null) {
                String host = Objects.requireNonNullElse(probe.getTcpSocket().getHost(), "");
                return TcpCheck.connect(
                        host.isEmpty() ? podIp : host,
                        Ports.resolve(probe.getTcpSocket().getPort(), container),
                        timeout);
            }
            if (probe.getGrpc() != null) {
                int port = Ports.resolve(new IntOrString(probe.getGrpc().getPort()), container);
                return grpc.check(
                        podIp, port, Objects.requireNonNullElse(probe.getGrpc().getService(), ""), timeout);
            }
        } catch (IllegalArgumentException e) {
            return ProbeResult.failure(e.getMessage());
        }
        return ProbeResult.failure("missing probe handler for container " + container.getName());
    }

    private ProbeResult exec(String containerId, List<String> command, Duration timeout) {
        try {
            CommandResult result = runtime.execSync(containerId, command, timeout);
            return new ProbeResult(result.exitCode() == 0, result.output());
        } catch (CriException e) {
            return ProbeResult.failure(
                    e.isDeadlineExceeded() || e.getMessage().contains("timeout")
                            ? "command timed out: \"" + String.join(" ", command) + "\" timed out after "
                                    + timeout.toSeconds() + "s"
                            : e.rpcText());
        }
    }
}
