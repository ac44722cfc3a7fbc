package dev.caravel.kubelet.node;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.config.Configuration;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.ImageStore;
import dev.caravel.kubelet.cri.v1.RuntimeCondition;
import dev.caravel.kubelet.cri.v1.VersionResponse;
import dev.caravel.kubelet.status.Times;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import dev.caravel.machinery.version.KubernetesVersion;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes the status of this node. Blocking; thread-safe. */
public final class NodeReport {
    private static final Quantity MEMORY_THRESHOLD = Quantity.parse("100Mi");
    private static final int MAX_IMAGES = 50;
    private static final int MAX_IMAGE_NAMES = 5;

    private final String nodeName;
    private final List<String> addresses;
    private final Configuration configuration;
    private final Machine machine;
    private final ContainerRuntime runtime;
    private final ImageStore images;
    private final BooleanSupplier relistHealthy;

    public NodeReport(
            String nodeName,
            List<String> addresses,
            Configuration configuration,
            Machine machine,
            ContainerRuntime runtime,
            ImageStore images,
            BooleanSupplier relistHealthy) {
        this.nodeName = requireNonNull(nodeName, "nodeName is null");
        this.addresses = List.copyOf(addresses);
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.images = requireNonNull(images, "images is null");
        this.relistHealthy = requireNonNull(relistHealthy, "relistHealthy is null");
    }

    /** What pods may use: the capacity less what is kept for the machine and for its eviction threshold. */
    public Map<String, Quantity> allocatable() {
        Map<String, Quantity> allocatable = new LinkedHashMap<>(machine.capacity(configuration.maxPods()));
        configuration
                .reserved()
                .forEach((resource, amount) ->
                        allocatable.computeIfPresent(resource, (_, total) -> total.minus(amount)));
        allocatable.computeIfPresent("memory", (_, total) -> total.minus(MEMORY_THRESHOLD));
        allocatable.computeIfPresent(
                "ephemeral-storage",
                (_, total) ->
                        Quantity.of((long) (total.toLong() * (1 - Machine.DISK_PRESSURE)), QuantityFormat.DECIMAL_SI));
        return allocatable;
    }

    /** @param before the conditions that were told last */
    public NodeStatus of(List<NodeCondition> before, Instant now) {
        List<NodeAddress> list = new ArrayList<>();
        addresses.forEach(ip -> list.add(new NodeAddress(ip, "InternalIP")));
        list.add(new NodeAddress(nodeName, "Hostname"));
        return new NodeStatusBuilder()
                .withCapacity(wire(machine.capacity(configuration.maxPods())))
                .withAllocatable(wire(allocatable()))
                .withConditions(conditions(before, now))
                .withAddresses(list)
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(configuration.port())
                .endDaemonEndpoints()
                .withNodeInfo(info())
                .withImages(images())
                .build();
    }

    private List<NodeCondition> conditions(List<NodeCondition> before, Instant now) {
        boolean memory = machine.availableMemoryBytes() < MEMORY_THRESHOLD.toLong();
        boolean disk = machine.diskPressure();
        Optional<String> notReady = notReady();
        List<NodeCondition> conditions = new ArrayList<>();
        conditions.add(
                memory
                        ? condition(
                                "MemoryPressure",
                                true,
                                "KubeletHasInsufficientMemory",
                                "kubelet has insufficient memory available")
                        : condition(
                                "MemoryPressure",
                                false,
                                "KubeletHasSufficientMemory",
                                "kubelet has sufficient memory available"));
        conditions.add(
                disk
                        ? condition("DiskPressure", true, "KubeletHasDiskPressure", "kubelet has disk pressure")
                        : condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"));
        // There is no threshold for process ids unless one is configured.
        conditions.add(
                condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"));
        conditions.add(notReady.map(why -> condition("Ready", false, "KubeletNotReady", why))
                .orElseGet(() -> condition("Ready", true, "KubeletReady", "kubelet is posting ready status")));
        for (NodeCondition condition : conditions) {
            String since = before.stream()
                    .filter(old -> old.getType().equals(condition.getType())
                            && Objects.equals(old.getStatus(), condition.getStatus()))
                    .map(NodeCondition::getLastTransitionTime)
                    .findFirst()
                    .orElse(Times.format(now));
            condition.setLastTransitionTime(since);
            condition.setLastHeartbeatTime(Times.format(now));
        }
        return conditions;
    }

    private static NodeCondition condition(String type, boolean status, String reason, String message) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    /** Why pods cannot be run here; empty when they can. */
    private Optional<String> notReady() {
        if (!relistHealthy.getAsBoolean()) {
            return Optional.of("PLEG is not healthy");
        }
        try {
            for (RuntimeCondition condition : runtime.status().getStatus().getConditionsList()) {
                if (!condition.getStatus()) {
                    String what = condition.getType().equals("NetworkReady") ? "network not ready: " : "not ready: ";
                    return Optional.of("container runtime " + what + condition.getType() + "=false reason:"
                            + condition.getReason() + " message:" + condition.getMessage());
                }
            }
            return Optional.empty();
        } catch (CriException e) {
            return Optional.of("container runtime is down");
        }
    }

    /** Whether pods with a network of their own can be started. */
    public boolean networkReady() {
        try {
            return runtime.status().getStatus().getConditionsList().stream()
                    .filter(condition -> condition.getType().equals("NetworkReady"))
                    .allMatch(RuntimeCondition::getStatus);
        } catch (CriException e) {
            return false;
        }
    }

    private NodeSystemInfo info() {
        return new NodeSystemInfoBuilder()
                .withMachineID(Machine.firstLine("/etc/machine-id"))
                .withSystemUUID(Machine.firstLine("/sys/class/dmi/id/product_uuid"))
                .withBootID(Machine.firstLine("/proc/sys/kernel/random/boot_id"))
                .withKernelVersion(Machine.firstLine("/proc/sys/kernel/osrelease"))
                .withOsImage(Machine.osImage())
                .withContainerRuntimeVersion(runtimeVersion())
                .withKubeletVersion(KubernetesVersion.GIT_VERSION)
                .withKubeProxyVersion("")
                .withOperatingSystem("linux")
                .withArchitecture(Machine.architecture())
                .build();
    }

    private String runtimeVersion() {
        try {
            VersionResponse version = runtime.version();
            String number = version.getRuntimeVersion();
            return version.getRuntimeName() + "://" + (number.startsWith("v") ? number.substring(1) : number);
        } catch (CriException e) {
            return "";
        }
    }

    private List<ContainerImage> images() {
        try {
            return images.list().stream()
                    .sorted(Comparator.comparingLong(dev.caravel.kubelet.cri.v1.Image::getSize)
                            .reversed())
                    .limit(MAX_IMAGES)
                    .map(image -> {
                        List<String> names = new ArrayList<>(image.getRepoDigestsList());
                        names.addAll(image.getRepoTagsList());
                        return new ContainerImage(
                                names.stream().limit(MAX_IMAGE_NAMES).toList(), image.getSize());
                    })
                    .toList();
        } catch (CriException e) {
            return List.of();
        }
    }

    private static Map<String, io.fabric8.kubernetes.api.model.Quantity> wire(Map<String, Quantity> amounts) {
        Map<String, io.fabric8.kubernetes.api.model.Quantity> wire = new LinkedHashMap<>();
        amounts.forEach((resource, amount) ->
                wire.put(resource, io.fabric8.kubernetes.api.model.Quantity.parse(amount.toString())));
        return wire;
    }
}
