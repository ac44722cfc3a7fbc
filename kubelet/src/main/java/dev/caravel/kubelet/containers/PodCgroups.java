package dev.caravel.kubelet.containers;

import dev.caravel.kubelet.cri.v1.LinuxContainerResources;
import dev.caravel.kubelet.pods.QosClass;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The cgroup of each pod, {@code kubepods[/qos]/pod<uid>}, in the hierarchies of cgroup v1: made with the pod's shares and
 * limits before its sandbox, removed after its last container. With another cgroup version or
 * {@code cgroupsPerQOS: false} the runtime's own default is used.
 */
public final class PodCgroups {
    private static final Logger log = Logger.getLogger(PodCgroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final Path mount;
    private final String root;
    private final boolean enabled;

    public PodCgroups(String cgroupRoot, boolean perQos) {
        this(MOUNT, cgroupRoot, perQos && Files.isDirectory(MOUNT.resolve("cpu")));
    }

    PodCgroups(Path mount, String cgroupRoot, boolean enabled) {
        this.mount = mount;
        this.root = cgroupRoot.endsWith("/") ? cgroupRoot.substring(0, cgroupRoot.length() - 1) : cgroupRoot;
        this.enabled = enabled;
    }

    /** The cgroup that containers of the pod go into; empty for the runtime's default. */
    public String parent(Pod pod) {
        if (!enabled) {
            return "";
        }
        String qos = QosClass.of(pod).cgroup();
        return root + "/kubepods" + (qos.isEmpty() ? "" : "/" + qos) + "/pod"
                + pod.getMetadata().getUid();
    }

    public void create(Pod pod) throws IOException {
        if (!enabled) {
            return;
        }
        String parent = parent(pod);
        LinuxContainerResources resources = LinuxResources.ofPod(pod);
        Path cpu = mount.resolve("cpu" + parent);
        Files.createDirectories(cpu);
        write(cpu.resolve("cpu.shares"), resources.getCpuShares());
        if (resources.getCpuQuota() > 0) {
            write(cpu.resolve("cpu.cfs_period_us"), resources.getCpuPeriod());
            write(cpu.resolve("cpu.cfs_quota_us"), resources.getCpuQuota());
        }
        Path memory = mount.resolve("memory" + parent);
        Files.createDirectories(memory);
        if (resources.getMemoryLimitInBytes() > 0) {
            write(memory.resolve("memory.limit_in_bytes"), resources.getMemoryLimitInBytes());
        }
    }

    /** Removes what is empty; what still holds a process stays and is logged. */
    public void remove(Pod pod) {
        if (!enabled) {
            return;
        }
        String parent = parent(pod).substring(1);
        for (Path hierarchy : hierarchies()) {
            Path cgroup = hierarchy.resolve(parent);
            if (Files.isDirectory(cgroup)) {
                removeTree(cgroup);
            }
        }
    }

    private List<Path> hierarchies() {
        try (Stream<Path> entries = Files.list(mount)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !Files.isSymbolicLink(entry))
                    .toList();
        } catch (IOException e) {
            log.warnf("cannot list cgroup hierarchies: %s", e);
            return List.of();
        }
    }

    private static void removeTree(Path cgroup) {
        List<Path> directories = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(cgroup)) {
            tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(directories::add);
        } catch (IOException e) {
            log.warnf("cannot walk cgroup %s: %s", cgroup, e);
        }
        for (Path directory : directories) {
            try {
                // rmdir: the files of a cgroup are the kernel's and go with it.
                Files.delete(directory);
            } catch (NoSuchFileException e) {
                log.debugf("cgroup %s is gone already", directory);
            } catch (IOException e) {
                log.warnf("cannot remove cgroup %s: %s", directory, e);
            }
        }
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }
}
