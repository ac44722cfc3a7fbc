package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.caravel.kubelet.cri.CriLabels;
import dev.caravel.kubelet.cri.v1.ContainerConfig;
import dev.caravel.kubelet.cri.v1.ContainerMetadata;
import dev.caravel.kubelet.cri.v1.Image;
import dev.caravel.kubelet.cri.v1.ImageSpec;
import dev.caravel.kubelet.cri.v1.KeyValue;
import dev.caravel.kubelet.cri.v1.LinuxContainerConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the CRI configuration of a container. */
public final class ContainerConfigs {
    private final Environment environment;
    private final ContainerMounts mounts;
    private final SecurityContexts security;
    private final long machineMemory;

    public ContainerConfigs(
            Environment environment, PodDirectories directories, String clusterDomain, long machineMemory) {
        this.environment = requireNonNull(environment, "environment is null");
        this.mounts = new ContainerMounts(directories, clusterDomain);
        this.security = new SecurityContexts(directories.root());
        this.machineMemory = machineMemory;
    }

    /**
     * @param image as the runtime has it
     * @param volumes where each volume lies on the host
     * @throws ContainerConfigException when it cannot be made
     */
    public ContainerConfig of(
            Pod pod,
            Container container,
            int restartCount,
            String imageRef,
            Optional<Image> image,
            FieldReferences.Addresses addresses,
            Function<String, Path> volumes) {
        Map<String, String> variables = environment.of(pod, container, addresses);
        ContainerConfig.Builder config = ContainerConfig.newBuilder()
                .setMetadata(ContainerMetadata.newBuilder()
                        .setName(container.getName())
                        .setAttempt(restartCount))
                .setImage(ImageSpec.newBuilder().setImage(imageRef).setUserSpecifiedImage(container.getImage()))
                .addAllCommand(Environment.expandAll(container.getCommand(), variables))
                .addAllArgs(Environment.expandAll(container.getArgs(), variables))
                .setWorkingDir(container.getWorkingDir() == null ? "" : container.getWorkingDir())
                .addAllMounts(mounts.of(pod, container, variables, addresses.podIps(), volumes))
                .putAllLabels(labels(pod, container))
                .putAllAnnotations(annotations(pod, container, restartCount))
                .setLogPath(container.getName() + "/" + restartCount + ".log")
                .setStdin(Boolean.TRUE.equals(container.getStdin()))
                .setStdinOnce(Boolean.TRUE.equals(container.getStdinOnce()))
                .setTty(Boolean.TRUE.equals(container.getTty()))
                .setLinux(LinuxContainerConfig.newBuilder()
                        .setResources(LinuxResources.of(pod, container, machineMemory))
                        .setSecurityContext(security.ofContainer(pod, container, image)));
        variables.forEach((name, value) ->
                config.addEnvs(KeyValue.newBuilder().setKey(name).setValue(ByteString.copyFromUtf8(value))));
        return config.build();
    }

    private static Map<String, String> labels(Pod pod, Container container) {
        return Map.of(
                CriLabels.POD_NAME, pod.getMetadata().getName(),
                CriLabels.POD_NAMESPACE, pod.getMetadata().getNamespace(),
                CriLabels.POD_UID, pod.getMetadata().getUid(),
                CriLabels.CONTAINER_NAME, container.getName());
    }

    private static Map<String, String> annotations(Pod pod, Container container, int restartCount) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(CriLabels.CONTAINER_HASH, ContainerHash.of(container));
        annotations.put(CriLabels.RESTART_COUNT, Integer.toString(restartCount));
        annotations.put(CriLabels.TERMINATION_MESSAGE_PATH, orEmpty(container.getTerminationMessagePath()));
        annotations.put(CriLabels.TERMINATION_MESSAGE_POLICY, orEmpty(container.getTerminationMessagePolicy()));
        Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
        if (grace != null) {
            annotations.put(CriLabels.TERMINATION_GRACE_PERIOD, grace.toString());
        }
        return annotations;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
