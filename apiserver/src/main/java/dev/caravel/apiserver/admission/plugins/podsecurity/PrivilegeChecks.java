package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What containers may do as processes: privileges, capabilities, users. */
final class PrivilegeChecks {
    private static final Set<String> DEFAULT_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private PrivilegeChecks() {}

    static Optional<Violation> privileged(JudgedPod pod) {
        List<String> bad =
                pod.containersWhere(context -> context.path("privileged").asBoolean());
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "privileged", Violation.containers(bad) + " must not set securityContext.privileged=true"));
    }

    static Optional<Violation> hostProcess(JudgedPod pod) {
        return Violation.setters(runsOnHost(pod.securityContext()), pod.containersWhere(PrivilegeChecks::runsOnHost))
                .map(setters -> new Violation(
                        "hostProcess", setters + " must not set securityContext.windowsOptions.hostProcess=true"));
    }

    private static boolean runsOnHost(JsonNode context) {
        return context.at("/windowsOptions/hostProcess").asBoolean();
    }

    static Optional<Violation> escalation(JudgedPod pod) {
        List<String> bad = pod.containersWhere(
                context -> context.path("allowPrivilegeEscalation").asBoolean(true));
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "allowPrivilegeEscalation != false",
                        Violation.containers(bad) + " must set securityContext.allowPrivilegeEscalation=false"));
    }

    static Optional<Violation> addedCapabilities(JudgedPod pod) {
        return added(pod, DEFAULT_CAPABILITIES).map(detail -> new Violation("non-default capabilities", detail));
    }

    static Optional<Violation> restrictedCapabilities(JudgedPod pod) {
        List<String> details = new ArrayList<>();
        List<String> keeping = pod.containersWhere(
                context -> StreamSupport.stream(context.at("/capabilities/drop").spliterator(), false)
                        .noneMatch(dropped -> dropped.asText().equals("ALL")));
        if (!keeping.isEmpty()) {
            details.add(Violation.containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        added(pod, Set.of("NET_BIND_SERVICE")).ifPresent(details::add);
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    private static Optional<String> added(JudgedPod pod, Set<String> allowed) {
        Set<String> forbidden = new TreeSet<>();
        List<String> containers = pod.containersWhere(context -> {
            Set<String> own = new TreeSet<>();
            context.at("/capabilities/add").forEach(capability -> own.add(capability.asText()));
            own.removeAll(allowed);
            forbidden.addAll(own);
            return !own.isEmpty();
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of("%s must not include %s in securityContext.capabilities.add"
                        .formatted(Violation.containers(containers), Violation.quote(forbidden)));
    }

    static Optional<Violation> nonRoot(JudgedPod pod) {
        JsonNode own = pod.securityContext().path("runAsNonRoot");
        Optional<Violation> explicit = Violation.setters(
                        isFalse(own), pod.containersWhere(context -> isFalse(context.path("runAsNonRoot"))))
                .map(setters -> new Violation(
                        "runAsNonRoot != true", setters + " must not set securityContext.runAsNonRoot=false"));
        if (explicit.isPresent() || own.asBoolean()) {
            return explicit;
        }
        List<String> silent =
                pod.containersWhere(context -> !context.path("runAsNonRoot").isBoolean());
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "runAsNonRoot != true",
                        "pod or %s must set securityContext.runAsNonRoot=true"
                                .formatted(Violation.containers(silent))));
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    static Optional<Violation> rootUser(JudgedPod pod) {
        return Violation.setters(isRoot(pod.securityContext()), pod.containersWhere(PrivilegeChecks::isRoot))
                .map(setters -> new Violation("runAsUser=0", setters + " must not set runAsUser=0"));
    }

    private static boolean isRoot(JsonNode context) {
        return context.path("runAsUser").isNumber() && context.path("runAsUser").asLong() == 0;
    }
}
