package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Annotations of pods that mean something to Kubernetes. */
final class PodAnnotationRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("podAnnotations", PodAnnotationRules::ofPod);

    private static final String PATH = "metadata.annotations";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final Pattern COST = Pattern.compile("0|-?[1-9][0-9]*");

    private PodAnnotationRules() {}

    private static void ofPod(Subject pod) {
        if (!pod.object().path("metadata").path("annotations").isObject()) {
            return;
        }
        var spec = pod.object().path("spec");
        for (var annotation : pod.at("metadata.annotations").properties()) {
            var key = annotation.getKey();
            var value = annotation.getValue().asText("");
            if (key.equals(MIRROR) && spec.path("nodeName").asText("").isEmpty()) {
                invalid(pod, key, value, "must set spec.nodeName if mirror pod annotation is set");
            } else if (key.equals(DELETION_COST) && !isCost(value)) {
                invalid(pod, key, value, "must be a 32bit integer");
            } else if ((key.equals(SECCOMP_OF_POD) || key.startsWith(SECCOMP_OF_CONTAINER)) && !isSeccomp(value)) {
                pod.errors()
                        .add(FieldError.invalid(
                                FieldPath.child(PATH, key), Values.quote(value), "must be a valid seccomp profile"));
            } else if (key.startsWith(APP_ARMOR)) {
                appArmor(pod, spec, key, value);
            }
        }
    }

    private static boolean isCost(String value) {
        try {
            return COST.matcher(value).matches()
                    && Integer.toString(Integer.parseInt(value)).equals(value);
        } catch (NumberFormatException e) {
            return false; // more than 32 bits
        }
    }

    private static boolean isSeccomp(String profile) {
        if (profile.startsWith("localhost/")) {
            return Formats.named("relativePath")
                    .faults(TextNode.valueOf(profile.substring("localhost/".length())))
                    .isEmpty();
        }
        return List.of("runtime/default", "docker/default", "unconfined").contains(profile);
    }

    private static void appArmor(Subject pod, JsonNode spec, String key, String profile) {
        var name = key.substring(APP_ARMOR.length());
        var known = PodContainers.ALL.stream()
                .flatMap(list -> spec.path(list).valueStream())
                .anyMatch(container -> container.path("name").asText().equals(name));
        if (!known) {
            invalid(pod, key, name, "container not found");
        }
        var valid = profile.isEmpty()
                || profile.equals("runtime/default")
                || profile.equals("unconfined")
                || profile.startsWith("localhost/");
        if (!valid) {
            invalid(pod, key, profile, "invalid AppArmor profile name: " + Values.quote(profile));
        }
    }

    private static void invalid(Subject pod, String key, String value, String detail) {
        pod.errors().add(FieldError.invalid(FieldPath.key(PATH, key), Values.quote(value), detail));
    }
}
