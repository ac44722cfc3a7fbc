package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Rules of the security contexts of pods and containers. */
final class SecurityRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "privileges", SecurityRules::privileges,
            "seccompProfile", SecurityRules::seccomp,
            "appArmorProfile", SecurityRules::appArmor,
            "sysctls", SecurityRules::sysctls,
            "procMounts", SecurityRules::procMounts);

    private static final TextForm SYSCTL =
            TextForm.of("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?");
    private static final String SYSCTL_FAULT =
            "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
    private static final Set<String> OF_IPC = Set.of(
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced",
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni");
    private static final int SYSCTL_LENGTH = 253;
    private static final int PROFILE_LENGTH = 4095;

    private SecurityRules() {}

    private static void privileges(Subject context) {
        var escalation = context.at("allowPrivilegeEscalation");
        if (!escalation.isBoolean() || escalation.asBoolean()) {
            return;
        }
        if (context.at("privileged").asBoolean()) {
            conflict(context, "`privileged` to true");
        }
        for (var capability : context.at("capabilities.add")) {
            if (capability.asText().equals("CAP_SYS_ADMIN")) {
                conflict(context, "`capabilities.Add` CAP_SYS_ADMIN");
            }
        }
    }

    private static void conflict(Subject context, String with) {
        var shown = Values.struct(
                context.object(),
                "capabilities:Capabilities",
                "privileged:Privileged",
                "seLinuxOptions:SELinuxOptions",
                "windowsOptions:WindowsOptions",
                "runAsUser:RunAsUser",
                "runAsGroup:RunAsGroup",
                "runAsNonRoot:RunAsNonRoot",
                "readOnlyRootFilesystem:ReadOnlyRootFilesystem",
                "allowPrivilegeEscalation:AllowPrivilegeEscalation",
                "procMount:ProcMount",
                "seccompProfile:SeccompProfile",
                "appArmorProfile:AppArmorProfile");
        context.errors()
                .add(FieldError.invalid(
                        context.path(), shown, "cannot set `allowPrivilegeEscalation` to false and " + with));
    }

    private static void seccomp(Subject profile) {
        var name = profile.at("localhostProfile");
        if (profile.text("type").equals("Localhost")) {
            if (name.isMissingNode() || name.asText().isEmpty()) {
                profile.required("localhostProfile", "must be set when seccomp type is Localhost");
            } else {
                Formats.named("relativePath")
                        .faults(name)
                        .forEach(fault -> profile.invalid("localhostProfile", name, fault));
            }
        } else if (!name.isMissingNode()) {
            profile.errors()
                    .add(FieldError.invalid(
                            profile.pathOf("localhostProfile"),
                            Values.struct(profile.object(), "type:Type", "localhostProfile:LocalhostProfile"),
                            "can only be set when seccomp type is Localhost"));
        }
    }

    private static void appArmor(Subject profile) {
        var name = profile.at("localhostProfile");
        if (!profile.text("type").equals("Localhost")) {
            if (!name.isMissingNode()) {
                profile.invalid("localhostProfile", name, "can only be set when AppArmor type is Localhost");
            }
        } else if (name.isMissingNode()) {
            profile.required("localhostProfile", "must be set when AppArmor type is Localhost");
        } else {
            var trimmed = name.asText().strip();
            if (!trimmed.equals(name.asText())) {
                profile.invalid("localhostProfile", name, "must not be padded with whitespace");
            } else if (trimmed.isEmpty()) {
                profile.required("localhostProfile", "must be set when AppArmor type is Localhost");
            }
            if (name.asText().length() > PROFILE_LENGTH) {
                profile.errors().add(FieldError.tooLong(profile.pathOf("localhostProfile"), PROFILE_LENGTH));
            }
        }
    }

    /** What the pod shares with its node it must not set: it would be set for the node. */
    private static void sysctls(Subject spec) {
        var sysctls = spec.at("securityContext.sysctls");
        var seen = new HashSet<String>();
        for (var i = 0; i < sysctls.size(); i++) {
            var path = FieldPath.index(spec.pathOf("securityContext.sysctls"), i) + ".name";
            var name = sysctls.get(i).path("name").asText("");
            if (name.isEmpty()) {
                spec.errors().add(FieldError.required(path, ""));
            } else if (name.length() > SYSCTL_LENGTH || !SYSCTL.matches(name)) {
                spec.errors().add(FieldError.invalid(path, Values.quote(name), SYSCTL_FAULT));
            } else if (!seen.add(name)) {
                spec.errors().add(FieldError.duplicate(path, Values.quote(name)));
            }
            shared(spec, name.replace('/', '.'), name, path);
        }
    }

    private static void shared(Subject spec, String dotted, String name, String path) {
        if (dotted.startsWith("net.") && spec.at("hostNetwork").asBoolean()) {
            spec.errors()
                    .add(FieldError.invalid(
                            path, Values.quote(name), "may not be specified when 'hostNetwork' is true"));
        }
        var ofIpc = OF_IPC.contains(dotted) || dotted.startsWith("fs.mqueue.");
        if (ofIpc && spec.at("hostIPC").asBoolean()) {
            spec.errors()
                    .add(FieldError.invalid(path, Values.quote(name), "may not be specified when 'hostIPC' is true"));
        }
    }

    private static void procMounts(Subject spec) {
        var ownUsers = spec.at("hostUsers").isBoolean() && !spec.at("hostUsers").asBoolean();
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            JsonNode mount = placed.at("securityContext.procMount");
            if (mount.asText("").equals("Unmasked") && !ownUsers) {
                placed.invalid(
                        "securityContext.procMount",
                        TextNode.valueOf("Unmasked"),
                        "`hostUsers` must be false to use `Unmasked`");
            }
        }
    }
}
