package dev.caravel.apiserver.admission.plugins.podsecurity;

import static dev.caravel.apiserver.admission.plugins.podsecurity.Level.BASELINE;
import static dev.caravel.apiserver.admission.plugins.podsecurity.Level.RESTRICTED;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Pod Security Standards: which checks make a level, and since which version. */
final class Checks {
    private static final int NOW = Integer.MAX_VALUE;

    private static final Set<String> SYSCTLS_1_0 = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start");
    private static final Set<String> SYSCTLS_1_27 = plus(SYSCTLS_1_0, "net.ipv4.ip_local_reserved_ports");
    private static final Set<String> SYSCTLS_1_29 = plus(
            SYSCTLS_1_27,
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");
    private static final Set<String> SYSCTLS_1_32 = plus(SYSCTLS_1_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    private static final Set<String> SELINUX_1_0 = Set.of("container_t", "container_init_t", "container_kvm_t");
    private static final Set<String> SELINUX_1_31 = plus(SELINUX_1_0, "container_engine_t");

    /** In the order in which violations are told: by level, then by id. */
    private static final List<Check> ALL = List.of(
            baseline("appArmorProfile", 0, NOW, ConfinementChecks::appArmor),
            baseline("capabilities_baseline", 0, NOW, PrivilegeChecks::addedCapabilities),
            baseline("hostNamespaces", 0, NOW, HostChecks::namespaces),
            baseline("hostPathVolumes", 0, NOW, HostChecks::paths),
            baseline("hostPorts", 0, NOW, HostChecks::ports),
            baseline("hostProbesAndHostLifecycle", 34, NOW, HostChecks::probes),
            baseline("privileged", 0, NOW, PrivilegeChecks::privileged),
            baseline("procMount", 0, 35, ConfinementChecks::procMount),
            baseline("procMount", 35, NOW, unlessUserNamespace(ConfinementChecks::procMount)),
            baseline("seLinuxOptions", 0, 31, pod -> ConfinementChecks.seLinux(pod, SELINUX_1_0)),
            baseline("seLinuxOptions", 31, NOW, pod -> ConfinementChecks.seLinux(pod, SELINUX_1_31)),
            baseline("seccompProfile_baseline", 0, 19, ConfinementChecks::seccompAnnotations),
            baseline("seccompProfile_baseline", 19, NOW, ConfinementChecks::seccomp),
            baseline("sysctls", 0, 27, pod -> HostChecks.sysctls(pod, SYSCTLS_1_0)),
            baseline("sysctls", 27, 29, pod -> HostChecks.sysctls(pod, SYSCTLS_1_27)),
            baseline("sysctls", 29, 32, pod -> HostChecks.sysctls(pod, SYSCTLS_1_29)),
            baseline("sysctls", 32, NOW, pod -> HostChecks.sysctls(pod, SYSCTLS_1_32)),
            baseline("windowsHostProcess", 0, NOW, PrivilegeChecks::hostProcess),
            restricted("allowPrivilegeEscalation", 8, 25, PrivilegeChecks::escalation),
            restricted("allowPrivilegeEscalation", 25, NOW, unlessWindows(PrivilegeChecks::escalation)),
            restricted(
                    "capabilities_restricted",
                    22,
                    25,
                    PrivilegeChecks::restrictedCapabilities,
                    "capabilities_baseline"),
            restricted(
                    "capabilities_restricted",
                    25,
                    NOW,
                    unlessWindows(PrivilegeChecks::restrictedCapabilities),
                    "capabilities_baseline"),
            restricted("procMount_restricted", 35, NOW, ConfinementChecks::procMount, "procMount"),
            restricted("restrictedVolumes", 0, NOW, HostChecks::volumes, "hostPathVolumes"),
            restricted("runAsNonRoot", 0, 35, PrivilegeChecks::nonRoot),
            restricted("runAsNonRoot", 35, NOW, unlessUserNamespace(PrivilegeChecks::nonRoot)),
            restricted("runAsUser", 23, 35, PrivilegeChecks::rootUser),
            restricted("runAsUser", 35, NOW, unlessUserNamespace(PrivilegeChecks::rootUser)),
            restricted(
                    "seccompProfile_restricted", 19, 25, ConfinementChecks::seccompRequired, "seccompProfile_baseline"),
            restricted(
                    "seccompProfile_restricted",
                    25,
                    NOW,
                    unlessWindows(ConfinementChecks::seccompRequired),
                    "seccompProfile_baseline"));

    private Checks() {}

    /** What a pod does that the standard does not allow. */
    static List<Violation> violations(Standard standard, JudgedPod pod) {
        List<Check> applying = ALL.stream()
                .filter(check -> check.level().compareTo(standard.level()) <= 0)
                .filter(check -> check.isOf(standard.version()))
                .toList();
        Set<String> overridden =
                applying.stream().flatMap(check -> check.overrides().stream()).collect(Collectors.toSet());
        return applying.stream()
                .filter(check -> !overridden.contains(check.id()))
                .flatMap(check -> check.rule().apply(pod).stream())
                .toList();
    }

    private static Check baseline(String id, int since, int before, Function<JudgedPod, Optional<Violation>> rule) {
        return new Check(id, BASELINE, since, before, Set.of(), rule);
    }

    private static Check restricted(
            String id, int since, int before, Function<JudgedPod, Optional<Violation>> rule, String... overrides) {
        return new Check(id, RESTRICTED, since, before, Set.of(overrides), rule);
    }

    private static Function<JudgedPod, Optional<Violation>> unlessWindows(
            Function<JudgedPod, Optional<Violation>> rule) {
        return pod -> pod.isWindows() ? Optional.empty() : rule.apply(pod);
    }

    private static Function<JudgedPod, Optional<Violation>> unlessUserNamespace(
            Function<JudgedPod, Optional<Violation>> rule) {
        return pod -> pod.hasUserNamespace() ? Optional.empty() : rule.apply(pod);
    }

    private static Set<String> plus(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
