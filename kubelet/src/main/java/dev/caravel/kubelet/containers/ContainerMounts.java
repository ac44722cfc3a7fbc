package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.v1.Mount;
import dev.caravel.kubelet.cri.v1.MountPropagation;
import dev.caravel.kubelet.network.HostsFile;
import dev.caravel.kubelet.network.PodHostname;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Says what a container sees of the host: its volumes, /etc/hosts and the file for its last words. */
final class ContainerMounts {
    private static final String HOSTS = "/etc/hosts";

    private final PodDirectories directories;
    private final String clusterDomain;

    ContainerMounts(PodDirectories directories, String clusterDomain) {
        this.directories = requireNonNull(directories, "directories is null");
        this.clusterDomain = requireNonNull(clusterDomain, "clusterDomain is null");
    }

    /**
     * @param volumes where each volume of the pod lies on the host, by its name
     * @throws ContainerConfigException when a mount cannot be
     */
    List<Mount> of(
            Pod pod,
            Container container,
            Map<String, String> environment,
            List<String> podIps,
            Function<String, Path> volumes) {
        List<Mount> mounts = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            mounts.add(volumeMount(mount, environment, volumes.apply(mount.getName())));
        }
        boolean ownHosts =
                mounts.stream().noneMatch(mount -> mount.getContainerPath().equals(HOSTS));
        if (ownHosts) {
            mounts.add(Mount.newBuilder()
                    .setContainerPath(HOSTS)
                    .setHostPath(writeHosts(pod, podIps).toString())
                    .build());
        }
        if (container.getTerminationMessagePath() != null
                && !container.getTerminationMessagePath().isEmpty()) {
            mounts.add(Mount.newBuilder()
                    .setContainerPath(container.getTerminationMessagePath())
                    .setHostPath(newMessageFile(pod, container).toString())
                    .build());
        }
        return mounts;
    }

    private static Mount volumeMount(VolumeMount mount, Map<String, String> environment, Path volume) {
        if (volume == null) {
            throw new ContainerConfigException(
                    "cannot find volume \"" + mount.getName() + "\" to mount into container");
        }
        Path host = SubPath.resolve(volume, subPath(mount, environment));
        String path = mount.getMountPath();
        boolean readOnly = Boolean.TRUE.equals(mount.getReadOnly());
        String recursive = mount.getRecursiveReadOnly();
        return Mount.newBuilder()
                .setContainerPath(path.startsWith("/") ? path : "/" + path)
                .setHostPath(host.toString())
                .setReadonly(readOnly)
                .setRecursiveReadOnly(readOnly && "Enabled".equals(recursive))
                .setPropagation(propagation(mount.getMountPropagation()))
                .build();
    }

    private static String subPath(VolumeMount mount, Map<String, String> environment) {
        if (mount.getSubPathExpr() == null || mount.getSubPathExpr().isEmpty()) {
            return mount.getSubPath() == null ? "" : mount.getSubPath();
        }
        String expanded = Expansion.expand(mount.getSubPathExpr(), environment);
        if (expanded.contains("$(")) {
            throw new ContainerConfigException("missing value for variable in subPathExpr " + mount.getSubPathExpr());
        }
        return expanded;
    }

    private static MountPropagation propagation(String mode) {
        return switch (mode) {
            case null -> MountPropagation.PROPAGATION_PRIVATE;
            case "HostToContainer" -> MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
            case "Bidirectional" -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
            default -> MountPropagation.PROPAGATION_PRIVATE;
        };
    }

    private Path writeHosts(Pod pod, List<String> podIps) {
        try {
            String text = Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
                    ? HostsFile.ofHostNetwork(pod, Files.readString(Path.of(HOSTS)))
                    : HostsFile.of(pod, podIps, PodHostname.of(pod, clusterDomain));
            Path file = directories.hostsFile(pod.getMetadata().getUid());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the pod's hosts file", e);
        }
    }

    /** A new file for each try, that any user may write. */
    private Path newMessageFile(Pod pod, Container container) {
        try {
            Path directory = directories.container(pod.getMetadata().getUid(), container.getName());
            Files.createDirectories(directory);
            Path file = Files.createFile(
                    directory.resolve(UUID.randomUUID().toString().substring(0, 8)));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the file for the termination message", e);
        }
    }
}
