package dev.caravel.scheduler.cluster;

import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A pod as the scheduler sees it: what scheduling asks for, worked out once. Immutable.
 *
 * @param nodeName where it runs, or was assumed to; empty while it waits
 * @param object the pod as last read from the API, for what is rarely asked; never changed
 */
public record PodInfo(
        ObjectKey key,
        String uid,
        String nodeName,
        String nominatedNodeName,
        String schedulerName,
        int priority,
        boolean deleting,
        Map<String, String> labels,
        List<Toleration> tolerations,
        List<String> schedulingGates,
        List<HostPort> hostPorts,
        PodAffinities affinities,
        PodRequests requests,
        Pod object) {

    public static PodInfo of(Pod pod, ResourceNames names) {
        PodSpec spec = pod.getSpec();
        return new PodInfo(
                ObjectKey.of(pod),
                pod.getMetadata().getUid(),
                Objects.requireNonNullElse(spec.getNodeName(), ""),
                pod.getStatus() == null
                        ? ""
                        : Objects.requireNonNullElse(pod.getStatus().getNominatedNodeName(), ""),
                Objects.requireNonNullElse(spec.getSchedulerName(), "default-scheduler"),
                Objects.requireNonNullElse(spec.getPriority(), 0),
                pod.getMetadata().getDeletionTimestamp() != null,
                pod.getMetadata().getLabels() == null
                        ? Map.of()
                        : pod.getMetadata().getLabels(),
                spec.getTolerations().stream().map(Toleration::of).toList(),
                spec.getSchedulingGates().stream().map(gate -> gate.getName()).toList(),
                hostPorts(spec),
                PodAffinities.of(spec.getAffinity(), pod.getMetadata().getNamespace()),
                PodRequests.of(pod, names),
                pod);
    }

    public boolean isAssigned() {
        return !nodeName.isEmpty();
    }

    /** Whether both are the one pod, at whatever version. */
    public boolean isSamePodAs(PodInfo other) {
        return uid.equals(other.uid);
    }

    /** The same pod as if it ran on {@code node}. */
    public PodInfo assignedTo(String node) {
        return new PodInfo(
                key,
                uid,
                node,
                nominatedNodeName,
                schedulerName,
                priority,
                deleting,
                labels,
                tolerations,
                schedulingGates,
                hostPorts,
                affinities,
                requests,
                object);
    }

    /** Whether no taint of the node keeps the pod away. */
    public boolean tolerates(NodeFacts node) {
        for (Taint taint : node.taints()) {
            if (taint.forbids() && !Toleration.anyTolerates(tolerations, taint)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it takes room on a node, or has room made for it there. */
    public boolean isPlaced() {
        return isAssigned() || !nominatedNodeName.isEmpty();
    }

    public PodSpec spec() {
        return object.getSpec();
    }

    private static List<HostPort> hostPorts(PodSpec spec) {
        Stream<Container> sidecars =
                spec.getInitContainers().stream().filter(container -> "Always".equals(container.getRestartPolicy()));
        return Stream.concat(sidecars, spec.getContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getHostPort() != null && port.getHostPort() > 0)
                .map(PodInfo::hostPort)
                .toList();
    }

    private static HostPort hostPort(ContainerPort port) {
        return new HostPort(port.getHostIP(), port.getProtocol(), port.getHostPort());
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
