package dev.caravel.kubelet.cri;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.caravel.kubelet.cri.v1.*;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The runtime service of CRI, as blocking calls. Thread-safe; every method throws {@link CriException}. An interrupt ends
 * a call.
 */
public final class ContainerRuntime {
    /** Upstream's default of runtimeRequestTimeout. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration SANDBOX_TIMEOUT = Duration.ofMinutes(4);

    private final CriChannel channel;
    private final RuntimeServiceGrpc.RuntimeServiceBlockingStub stub;

    public ContainerRuntime(CriChannel channel) {
        this.channel = requireNonNull(channel, "channel is null");
        this.stub = RuntimeServiceGrpc.newBlockingStub(channel.channel());
    }

    public VersionResponse version() {
        return call(() -> within(REQUEST_TIMEOUT).version(VersionRequest.getDefaultInstance()));
    }

    /** Lets the next call connect at once to a runtime that was away, instead of after gRPC's growing delay. */
    public void reconnect() {
        channel.channel().resetConnectBackoff();
    }

    public StatusResponse status() {
        return call(() -> within(REQUEST_TIMEOUT).status(StatusRequest.getDefaultInstance()));
    }

    /** Tells the runtime the range that its network plugin gives pods addresses from. */
    public void updatePodCidr(String podCidr) {
        UpdateRuntimeConfigRequest request = UpdateRuntimeConfigRequest.newBuilder()
                .setRuntimeConfig(RuntimeConfig.newBuilder()
                        .setNetworkConfig(NetworkConfig.newBuilder().setPodCidr(podCidr)))
                .build();
        call(() -> within(REQUEST_TIMEOUT).updateRuntimeConfig(request));
    }

    public String runSandbox(PodSandboxConfig config, String runtimeHandler) {
        RunPodSandboxRequest request = RunPodSandboxRequest.newBuilder()
                .setConfig(config)
                .setRuntimeHandler(runtimeHandler)
                .build();
        return call(() -> within(SANDBOX_TIMEOUT).runPodSandbox(request)).getPodSandboxId();
    }

    public void stopSandbox(String id) {
        call(() -> within(SANDBOX_TIMEOUT)
                .stopPodSandbox(
                        StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build()));
    }

    public void removeSandbox(String id) {
        call(() -> within(REQUEST_TIMEOUT)
                .removePodSandbox(
                        RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build()));
    }

    public List<PodSandbox> listSandboxes(Map<String, String> labels) {
        ListPodSandboxRequest request = ListPodSandboxRequest.newBuilder()
                .setFilter(PodSandboxFilter.newBuilder().putAllLabelSelector(labels))
                .build();
        return call(() -> within(REQUEST_TIMEOUT).listPodSandbox(request)).getItemsList();
    }

    public List<Container> listContainers(Map<String, String> labels) {
        ListContainersRequest request = ListContainersRequest.newBuilder()
                .setFilter(ContainerFilter.newBuilder().putAllLabelSelector(labels))
                .build();
        return call(() -> within(REQUEST_TIMEOUT).listContainers(request)).getContainersList();
    }

    /** Everything of one pod; what vanishes while it is read is left out. */
    public RuntimePod readPod(String uid) {
        Map<String, String> ofPod = Map.of(CriLabels.POD_UID, uid);
        List<RuntimeSandbox> sandboxes = new ArrayList<>();
        for (PodSandbox sandbox : listSandboxes(ofPod)) {
            try {
                sandboxes.add(RuntimeSandbox.of(call(() -> within(REQUEST_TIMEOUT)
                                .podSandboxStatus(PodSandboxStatusRequest.newBuilder()
                                        .setPodSandboxId(sandbox.getId())
                                        .build()))
                        .getStatus()));
            } catch (CriException e) {
                rethrowUnlessGone(e);
            }
        }
        List<RuntimeContainer> containers = new ArrayList<>();
        for (Container container : listContainers(ofPod)) {
            try {
                containers.add(RuntimeContainer.of(containerStatus(container.getId()), container.getPodSandboxId()));
            } catch (CriException e) {
                rethrowUnlessGone(e);
            }
        }
        return new RuntimePod(sandboxes, containers);
    }

    public ContainerStatus containerStatus(String id) {
        return call(() -> within(REQUEST_TIMEOUT)
                        .containerStatus(ContainerStatusRequest.newBuilder()
                                .setContainerId(id)
                                .build()))
                .getStatus();
    }

    public String createContainer(String sandboxId, ContainerConfig config, PodSandboxConfig sandboxConfig) {
        CreateContainerRequest request = CreateContainerRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .setConfig(config)
                .setSandboxConfig(sandboxConfig)
                .build();
        return call(() -> within(REQUEST_TIMEOUT).createContainer(request)).getContainerId();
    }

    public void startContainer(String id) {
        call(() -> within(REQUEST_TIMEOUT)
                .startContainer(
                        StartContainerRequest.newBuilder().setContainerId(id).build()));
    }

    /** Sends the stop signal, waits {@code grace}, then kills; returns when the container has ended. */
    public void stopContainer(String id, Duration grace) {
        StopContainerRequest request = StopContainerRequest.newBuilder()
                .setContainerId(id)
                .setTimeout(grace.toSeconds())
                .build();
        call(() -> within(REQUEST_TIMEOUT.plus(grace)).stopContainer(request));
    }

    public void removeContainer(String id) {
        call(() -> within(REQUEST_TIMEOUT)
                .removeContainer(
                        RemoveContainerRequest.newBuilder().setContainerId(id).build()));
    }

    public void reopenLog(String id) {
        call(() -> within(REQUEST_TIMEOUT)
                .reopenContainerLog(ReopenContainerLogRequest.newBuilder()
                        .setContainerId(id)
                        .build()));
    }

    /** Runs a command to its end; output of both streams, stdout first. */
    public CommandResult execSync(String id, List<String> command, Duration timeout) {
        ExecSyncRequest request = ExecSyncRequest.newBuilder()
                .setContainerId(id)
                .addAllCmd(command)
                .setTimeout(timeout.toSeconds())
                .build();
        Duration deadline = timeout.isZero() ? Duration.ofDays(1) : timeout.plus(REQUEST_TIMEOUT);
        ExecSyncResponse answer = call(() -> within(deadline).execSync(request));
        ByteString output = answer.getStdout().concat(answer.getStderr());
        return new CommandResult(answer.getExitCode(), output.toStringUtf8());
    }

    public String execUrl(ExecRequest request) {
        return call(() -> within(REQUEST_TIMEOUT).exec(request)).getUrl();
    }

    public String attachUrl(AttachRequest request) {
        return call(() -> within(REQUEST_TIMEOUT).attach(request)).getUrl();
    }

    public String portForwardUrl(String sandboxId) {
        PortForwardRequest request =
                PortForwardRequest.newBuilder().setPodSandboxId(sandboxId).build();
        return call(() -> within(REQUEST_TIMEOUT).portForward(request)).getUrl();
    }

    public List<ContainerStats> listContainerStats() {
        return call(() -> within(REQUEST_TIMEOUT).listContainerStats(ListContainerStatsRequest.getDefaultInstance()))
                .getStatsList();
    }

    private RuntimeServiceGrpc.RuntimeServiceBlockingStub within(Duration timeout) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void rethrowUnlessGone(CriException failure) {
        if (!failure.isNotFound()) {
            throw failure;
        }
    }

    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }
}
