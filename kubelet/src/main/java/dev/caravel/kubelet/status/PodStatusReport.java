package dev.caravel.kubelet.status;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.kubelet.pods.QosClass;
import dev.caravel.kubelet.probes.Verdicts;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes a pod's status from its specification and what the runtime knows. Pure but for reading last words. */
public final class PodStatusReport {
    private final Verdicts verdicts;
    private final TerminationMessages messages;
    private final String runtimeName;
    private final List<String> hostIps;

    /** @param runtimeName the scheme of container ids, {@code containerd} */
    public PodStatusReport(Verdicts verdicts, TerminationMessages messages, String runtimeName, List<String> hostIps) {
        this.verdicts = requireNonNull(verdicts, "verdicts is null");
        this.messages = requireNonNull(messages, "messages is null");
        this.runtimeName = requireNonNull(runtimeName, "runtimeName is null");
        this.hostIps = List.copyOf(hostIps);
    }

    /** Why a pod failed as a whole: its deadline, an eviction. */
    public record Verdict(String reason, String message) {}

    /**
     * @param before what was told last; an ended pod stays ended
     * @param waiting why containers could not be started, by name
     * @param ending whether the pod shall end
     */
    public PodStatus of(
            Pod pod,
            PodStatus before,
            RuntimePod runtime,
            Map<String, Waiting> waiting,
            boolean ending,
            Optional<Verdict> failed,
            Instant now) {
        Map<String, ContainerStatus> statuses = containers(pod, before, runtime, waiting, ending);
        PodPhase phase = phase(pod, before, statuses, runtime, ending, failed);
        boolean sandboxReady = runtime.readySandbox()
                .filter(sandbox -> sandbox.hostNetwork() || !sandbox.ips().isEmpty())
                .isPresent();
        List<String> podIps = podIps(pod, before, runtime);
        boolean hasHostIps = !hostIps.isEmpty();
        return new PodStatusBuilder()
                .withPhase(phase.text())
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .withReason(failed.map(Verdict::reason).orElse(before.getReason()))
                .withMessage(failed.map(Verdict::message).orElse(before.getMessage()))
                .withConditions(new PodConditions(pod, phase, statuses, sandboxReady)
                        .of(Objects.requireNonNullElse(before.getConditions(), List.of()), now))
                .withHostIP(hasHostIps ? hostIps.getFirst() : null)
                .withHostIPs(hostIps.stream().map(HostIP::new).toList())
                .withPodIP(podIps.isEmpty() ? null : podIps.getFirst())
                .withPodIPs(podIps.stream().map(PodIP::new).toList())
                .withStartTime(Objects.requireNonNullElseGet(before.getStartTime(), () -> Times.format(now)))
                .withInitContainerStatuses(select(pod, statuses, false))
                .withContainerStatuses(select(pod, statuses, true))
                .withQosClass(
                        before.getQosClass() != null
                                ? before.getQosClass()
                                : QosClass.of(pod).text())
                .build();
    }

    private Map<String, ContainerStatus> containers(
            Pod pod, PodStatus before, RuntimePod runtime, Map<String, Waiting> waiting, boolean ending) {
        Map<String, ContainerStatus> old = new LinkedHashMap<>();
        before.getInitContainerStatuses().forEach(status -> old.put(status.getName(), status));
        before.getContainerStatuses().forEach(status -> old.put(status.getName(), status));
        boolean hasInit = !pod.getSpec().getInitContainers().isEmpty();
        ContainerStatuses make = new ContainerStatuses(runtime, waiting, verdicts, messages, runtimeName);
        Map<String, ContainerStatus> statuses = new LinkedHashMap<>();
        for (PodContainer container : PodContainer.of(pod)) {
            Waiting idle = hasInit ? Waiting.INITIALIZING : Waiting.CREATING;
            statuses.put(container.name(), make.of(container, old.get(container.name()), idle, ending));
        }
        return statuses;
    }

    private static PodPhase phase(
            Pod pod,
            PodStatus before,
            Map<String, ContainerStatus> statuses,
            RuntimePod runtime,
            boolean ending,
            Optional<Verdict> failed) {
        if (PodPhase.FAILED.text().equals(before.getPhase()) || failed.isPresent()) {
            return PodPhase.FAILED;
        }
        if (PodPhase.SUCCEEDED.text().equals(before.getPhase())) {
            return PodPhase.SUCCEEDED;
        }
        PodPhase phase = PodPhase.of(pod, statuses);
        boolean over =
                ending && runtime.running().isEmpty() && runtime.readySandbox().isEmpty();
        if (!over || phase.terminal()) {
            return phase;
        }
        // What was told to end and has ended is over, whatever its restart policy would have had.
        boolean allWell = PodContainer.of(pod, PodContainer.Role.MAIN).stream()
                .map(container -> statuses.get(container.name()).getState().getTerminated())
                .allMatch(ended -> ended != null && ended.getExitCode() == 0);
        return allWell ? PodPhase.SUCCEEDED : PodPhase.FAILED;
    }

    private List<String> podIps(Pod pod, PodStatus before, RuntimePod runtime) {
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            return runtime.sandboxes().isEmpty() ? List.of() : hostIps;
        }
        Optional<RuntimeSandbox> newest = runtime.sandboxes().stream().findFirst();
        if (newest.isPresent() && !newest.get().ips().isEmpty()) {
            return newest.get().ips();
        }
        return before.getPodIPs().stream().map(PodIP::getIp).toList();
    }

    private static List<ContainerStatus> select(Pod pod, Map<String, ContainerStatus> statuses, boolean main) {
        return PodContainer.of(pod).stream()
                .filter(container -> (container.role() == PodContainer.Role.MAIN) == main)
                .map(container -> statuses.get(container.name()))
                .toList();
    }
}
