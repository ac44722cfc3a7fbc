package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What pods may say of Windows, and what pods of Windows may not say. */
final class WindowsRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "operatingSystem", WindowsRules::operatingSystem,
            "windowsOptions", WindowsRules::options,
            "hostProcesses", WindowsRules::hostProcesses);

    private static final List<String> NOT_OF_WINDOWS_PODS = List.of(
            "securityContext.appArmorProfile",
            "securityContext.seLinuxOptions",
            "hostUsers",
            "securityContext.seccompProfile",
            "securityContext.fsGroup",
            "securityContext.fsGroupChangePolicy",
            "securityContext.sysctls",
            "shareProcessNamespace",
            "securityContext.runAsUser",
            "securityContext.runAsGroup",
            "securityContext.supplementalGroups",
            "securityContext.supplementalGroupsPolicy",
            "securityContext.seLinuxChangePolicy");
    private static final List<String> NOT_TRUE_IN_WINDOWS_PODS = List.of("hostPID", "hostIPC");
    private static final List<String> NOT_OF_WINDOWS_CONTAINERS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");

    private static final int SPEC_LENGTH = 64 * 1024;
    private static final int DOMAIN_LENGTH = 255;
    private static final int USER_LENGTH = 104;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern NET_BIOS = Pattern.compile("[^\\\\/:\\*\\?\"<>|\\.][^\\\\/:\\*\\?\"<>|]{0,14}");
    private static final TextForm DNS = TextForm.of(
            "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?" + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\\.?");
    private static final Pattern DOTS = Pattern.compile("[. ]+");
    private static final Pattern NOT_OF_USERS = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");

    private WindowsRules() {}

    private static void operatingSystem(Subject spec) {
        if (!spec.at("os").isObject()) {
            return;
        }
        switch (spec.text("os.name")) {
            case "linux" -> ofLinux(spec);
            case "windows" -> ofWindows(spec);
            case "" -> {} // required
            default ->
                spec.errors()
                        .add(FieldError.notSupported(
                                spec.pathOf("os"), Values.quote(spec.text("os.name")), List.of("linux", "windows")));
        }
    }

    private static void ofLinux(Subject spec) {
        var detail = "windows options cannot be set for a linux pod";
        if (!spec.at("securityContext.windowsOptions").isMissingNode()) {
            spec.forbidden("securityContext.windowsOptions", detail);
        }
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            if (!placed.at("securityContext.windowsOptions").isMissingNode()) {
                placed.forbidden("securityContext.windowsOptions", detail);
            }
        }
    }

    private static void ofWindows(Subject spec) {
        var detail = "cannot be set for a windows pod";
        for (var field : NOT_OF_WINDOWS_PODS) {
            if (!spec.at(field).isMissingNode()) {
                spec.forbidden(field, detail);
            }
        }
        for (var field : NOT_TRUE_IN_WINDOWS_PODS) {
            if (spec.at(field).asBoolean()) {
                spec.forbidden(field, detail);
            }
        }
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            for (var field : NOT_OF_WINDOWS_CONTAINERS) {
                if (!placed.at("securityContext." + field).isMissingNode()) {
                    placed.forbidden("securityContext." + field, detail);
                }
            }
        }
    }

    private static void options(Subject options) {
        var credentials = options.at("gmsaCredentialSpec");
        if (credentials.isTextual()) {
            var length = credentials.asText().getBytes(StandardCharsets.UTF_8).length;
            if (length == 0) {
                options.invalid("gmsaCredentialSpec", credentials, "gmsaCredentialSpec cannot be an empty string");
            } else if (length > SPEC_LENGTH) {
                options.invalid(
                        "gmsaCredentialSpec",
                        credentials,
                        "gmsaCredentialSpec size must be under %d KiB".formatted(SPEC_LENGTH / 1024));
            }
        }
        var name = options.at("runAsUserName");
        if (name.isTextual()) {
            userName(options, name);
        }
    }

    private static void userName(Subject options, JsonNode name) {
        var parts = name.asText().split("\\\\", -1);
        if (name.asText().isEmpty()) {
            faulty(options, name, " cannot be an empty string");
            return;
        }
        if (CONTROL.matcher(name.asText()).find()) {
            faulty(options, name, " cannot contain control characters");
        }
        if (parts.length > 2) {
            faulty(options, name, " cannot contain more than one backslash");
            return;
        }
        if (parts.length == 2) {
            if (parts[0].length() > DOMAIN_LENGTH) {
                faulty(options, name, "'s Domain length must be under 256 characters");
            }
            if (!NET_BIOS.matcher(parts[0]).matches() && !DNS.matches(parts[0])) {
                faulty(options, name, "'s Domain doesn't match the NetBios nor the DNS format");
            }
        }
        var user = parts[parts.length - 1];
        if (user.isEmpty()) {
            faulty(options, name, "'s User cannot be empty");
        } else if (user.length() > USER_LENGTH) {
            faulty(options, name, "'s User length must not be longer than 104 characters");
        }
        if (DOTS.matcher(user).matches()) {
            faulty(options, name, "'s User cannot contain only periods or spaces");
        }
        if (NOT_OF_USERS.matcher(user).find()) {
            faulty(options, name, "'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
        }
    }

    private static void faulty(Subject options, JsonNode name, String what) {
        options.invalid("runAsUserName", TextNode.valueOf(name.asText()), "runAsUserName" + what);
    }

    /** A host process shares the node's network, and so do then all containers of its pod. */
    private static void hostProcesses(Subject spec) {
        var ofPod = spec.at("securityContext.windowsOptions.hostProcess");
        var containers = PodContainers.of(spec, PodContainers.ALL);
        var count = 0;
        for (var placed : containers) {
            var own = placed.at("securityContext.windowsOptions.hostProcess");
            if (ofPod.isBoolean() && own.isBoolean() && !ofPod.equals(own)) {
                placed.invalid(
                        "securityContext.windowsOptions.hostProcess",
                        own,
                        "pod hostProcess value must be identical if both are specified, was " + ofPod);
            }
            count += (own.isBoolean() ? own : ofPod).asBoolean() ? 1 : 0;
        }
        if (count > 0 && count != containers.size()) {
            spec.errors()
                    .add(
                            FieldError.invalid(
                                    spec.path(),
                                    "\"\"",
                                    "If pod contains any hostProcess containers then all containers must be HostProcess containers"));
        }
        if (count > 0 && !spec.at("hostNetwork").asBoolean()) {
            spec.invalid(
                    "hostNetwork",
                    BooleanNode.FALSE,
                    "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }
}
