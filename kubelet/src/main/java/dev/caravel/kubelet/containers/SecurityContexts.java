package dev.caravel.kubelet.containers;

import dev.caravel.kubelet.cri.v1.Capability;
import dev.caravel.kubelet.cri.v1.Image;
import dev.caravel.kubelet.cri.v1.Int64Value;
import dev.caravel.kubelet.cri.v1.LinuxContainerSecurityContext;
import dev.caravel.kubelet.cri.v1.LinuxSandboxSecurityContext;
import dev.caravel.kubelet.cri.v1.NamespaceMode;
import dev.caravel.kubelet.cri.v1.NamespaceOption;
import dev.caravel.kubelet.cri.v1.SELinuxOption;
import dev.caravel.kubelet.cri.v1.SecurityProfile;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns a pod's and a container's securityContext into CRI's, the container's fields winning. */
final class SecurityContexts {
    private static final List<String> MASKED = List.of(
            "/proc/asound",
            "/proc/acpi",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final Path seccompRoot;

    SecurityContexts(Path root) {
        this.seccompRoot = root.resolve("seccomp");
    }

    LinuxSandboxSecurityContext ofSandbox(Pod pod) {
        LinuxSandboxSecurityContext.Builder context = LinuxSandboxSecurityContext.newBuilder()
                .setNamespaceOptions(namespaces(pod))
                .setPrivileged(pod.getSpec().getContainers().stream()
                        .anyMatch(c -> c.getSecurityContext() != null
                                && Boolean.TRUE.equals(c.getSecurityContext().getPrivileged())))
                // The pause process itself needs nothing that a profile forbids.
                .setSeccomp(SecurityProfile.newBuilder().setProfileType(SecurityProfile.ProfileType.RuntimeDefault))
                .addAllSupplementalGroups(groups(pod));
        PodSecurityContext podContext = pod.getSpec().getSecurityContext();
        if (podContext != null) {
            Optional.ofNullable(podContext.getRunAsUser()).ifPresent(uid -> context.setRunAsUser(int64(uid)));
            Optional.ofNullable(podContext.getRunAsGroup())
                    .filter(_ -> podContext.getRunAsUser() != null)
                    .ifPresent(gid -> context.setRunAsGroup(int64(gid)));
            Optional.ofNullable(podContext.getSeLinuxOptions()).ifPresent(o -> context.setSelinuxOptions(selinux(o)));
        }
        return context.build();
    }

    /**
     * @throws ContainerConfigException when the container would be root and must not
     */
    LinuxContainerSecurityContext ofContainer(Pod pod, Container container, Optional<Image> image) {
        boolean privileged = is(container, SecurityContext::getPrivileged);
        LinuxContainerSecurityContext.Builder context = LinuxContainerSecurityContext.newBuilder()
                .setNamespaceOptions(namespaces(pod))
                .setPrivileged(privileged)
                .setReadonlyRootfs(is(container, SecurityContext::getReadOnlyRootFilesystem))
                .setNoNewPrivs(noNewPrivileges(container))
                .setCapabilities(capabilities(container))
                .setSeccomp(privileged ? unconfined() : seccomp(pod, container))
                .addAllSupplementalGroups(groups(pod));
        user(pod, container, image, context);
        either(pod, container, PodSecurityContext::getRunAsGroup, SecurityContext::getRunAsGroup)
                .ifPresent(gid -> context.setRunAsGroup(int64(gid)));
        either(pod, container, PodSecurityContext::getSeLinuxOptions, SecurityContext::getSeLinuxOptions)
                .ifPresent(options -> context.setSelinuxOptions(selinux(options)));
        if (!privileged && !"Unmasked".equals(procMount(container))) {
            context.addAllMaskedPaths(MASKED).addAllReadonlyPaths(READ_ONLY);
        }
        return context.build();
    }

    private static void user(
            Pod pod, Container container, Optional<Image> image, LinuxContainerSecurityContext.Builder context) {
        Optional<Long> asked = either(pod, container, PodSecurityContext::getRunAsUser, SecurityContext::getRunAsUser);
        boolean mustNotBeRoot = either(
                        pod, container, PodSecurityContext::getRunAsNonRoot, SecurityContext::getRunAsNonRoot)
                .orElse(false);
        String where = "(pod: \"" + pod.getMetadata().getName() + "_"
                + pod.getMetadata().getNamespace() + "(" + pod.getMetadata().getUid() + ")\", container: "
                + container.getName() + ")";
        if (asked.isPresent()) {
            if (mustNotBeRoot && asked.get() == 0) {
                throw new ContainerConfigException("container's runAsUser breaks non-root policy " + where);
            }
            context.setRunAsUser(int64(asked.get()));
            return;
        }
        String imageUser = image.map(Image::getUsername).orElse("");
        if (!imageUser.isEmpty()) {
            if (mustNotBeRoot) {
                throw new ContainerConfigException("container has runAsNonRoot and image has non-numeric user ("
                        + imageUser + "), cannot verify user is non-root " + where);
            }
            context.setRunAsUsername(imageUser);
            return;
        }
        long uid = image.map(i -> i.getUid().getValue()).orElse(0L);
        if (mustNotBeRoot && uid == 0) {
            throw new ContainerConfigException("container has runAsNonRoot and image will run as root " + where);
        }
        context.setRunAsUser(int64(uid));
    }

    static NamespaceOption namespaces(Pod pod) {
        var spec = pod.getSpec();
        NamespaceMode pid = NamespaceMode.CONTAINER;
        if (Boolean.TRUE.equals(spec.getHostPID())) {
            pid = NamespaceMode.NODE;
        } else if (Boolean.TRUE.equals(spec.getShareProcessNamespace())) {
            pid = NamespaceMode.POD;
        }
        return NamespaceOption.newBuilder()
                .setNetwork(Boolean.TRUE.equals(spec.getHostNetwork()) ? NamespaceMode.NODE : NamespaceMode.POD)
                .setIpc(Boolean.TRUE.equals(spec.getHostIPC()) ? NamespaceMode.NODE : NamespaceMode.POD)
                .setPid(pid)
                .build();
    }

    private SecurityProfile seccomp(Pod pod, Container container) {
        return either(pod, container, PodSecurityContext::getSeccompProfile, SecurityContext::getSeccompProfile)
                .map(this::profile)
                .orElseGet(SecurityContexts::unconfined);
    }

    private SecurityProfile profile(SeccompProfile profile) {
        return switch (profile.getType()) {
            case "RuntimeDefault" ->
                SecurityProfile.newBuilder()
                        .setProfileType(SecurityProfile.ProfileType.RuntimeDefault)
                        .build();
            case "Localhost" ->
                SecurityProfile.newBuilder()
                        .setProfileType(SecurityProfile.ProfileType.Localhost)
                        .setLocalhostRef(seccompRoot
                                .resolve(profile.getLocalhostProfile())
                                .toString())
                        .build();
            default -> unconfined();
        };
    }

    private static SecurityProfile unconfined() {
        return SecurityProfile.newBuilder()
                .setProfileType(SecurityProfile.ProfileType.Unconfined)
                .build();
    }

    private static Capability capabilities(Container container) {
        if (container.getSecurityContext() == null
                || container.getSecurityContext().getCapabilities() == null) {
            return Capability.getDefaultInstance();
        }
        return Capability.newBuilder()
                .addAllAddCapabilities(
                        container.getSecurityContext().getCapabilities().getAdd())
                .addAllDropCapabilities(
                        container.getSecurityContext().getCapabilities().getDrop())
                .build();
    }

    private static List<Long> groups(Pod pod) {
        List<Long> groups = new ArrayList<>();
        PodSecurityContext context = pod.getSpec().getSecurityContext();
        if (context != null) {
            Optional.ofNullable(context.getFsGroup()).ifPresent(groups::add);
            groups.addAll(context.getSupplementalGroups());
        }
        return groups;
    }

    private static boolean noNewPrivileges(Container container) {
        return container.getSecurityContext() != null
                && Boolean.FALSE.equals(container.getSecurityContext().getAllowPrivilegeEscalation());
    }

    private static String procMount(Container container) {
        return container.getSecurityContext() == null
                ? null
                : container.getSecurityContext().getProcMount();
    }

    private static boolean is(Container container, Function<SecurityContext, Boolean> field) {
        return container.getSecurityContext() != null
                && Boolean.TRUE.equals(field.apply(container.getSecurityContext()));
    }

    private static <T> Optional<T> either(
            Pod pod,
            Container container,
            Function<PodSecurityContext, T> ofPod,
            Function<SecurityContext, T> ofContainer) {
        return Optional.ofNullable(container.getSecurityContext())
                .map(ofContainer)
                .or(() ->
                        Optional.ofNullable(pod.getSpec().getSecurityContext()).map(ofPod));
    }

    private static SELinuxOption selinux(SELinuxOptions options) {
        SELinuxOption.Builder option = SELinuxOption.newBuilder();
        Optional.ofNullable(options.getUser()).ifPresent(option::setUser);
        Optional.ofNullable(options.getRole()).ifPresent(option::setRole);
        Optional.ofNullable(options.getType()).ifPresent(option::setType);
        Optional.ofNullable(options.getLevel()).ifPresent(option::setLevel);
        return option.build();
    }

    private static Int64Value int64(long value) {
        return Int64Value.newBuilder().setValue(value).build();
    }
}
