package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What confines containers: AppArmor, SELinux, seccomp and the masks of {@code /proc}. */
final class ConfinementChecks {
    private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
    private static final String APP_ARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";

    private ConfinementChecks() {}

    static Optional<Violation> appArmor(JudgedPod pod) {
        Set<String> types = new TreeSet<>();
        Predicate<JsonNode> bad = context -> isBadProfile(context.path("appArmorProfile"), types);
        List<String> setters = new ArrayList<>();
        Violation.setters(bad.test(pod.securityContext()), pod.containersWhere(bad))
                .ifPresent(setters::add);
        Set<String> annotations = new TreeSet<>();
        pod.annotations().properties().forEach(annotation -> {
            String value = annotation.getValue().asText();
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (annotation.getKey().startsWith(APP_ARMOR_ANNOTATION) && !allowed) {
                annotations.add("%s=\"%s\"".formatted(annotation.getKey(), value));
            }
        });
        List<String> values = new ArrayList<>(types);
        values.addAll(annotations);
        if (!annotations.isEmpty()) {
            setters.add(Violation.plural("annotation", annotations.size()));
        }
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        Violation.plural("forbidden AppArmor profile", values.size()),
                        "%s must not set AppArmor profile type to %s"
                                .formatted(String.join(" and ", setters), Violation.quote(values))));
    }

    /** Whether a profile is set to what is not allowed; notes the type. */
    private static boolean isBadProfile(JsonNode profile, Set<String> types) {
        if (!profile.isObject() || PROFILES.contains(profile.path("type").asText())) {
            return false;
        }
        types.add(profile.path("type").asText());
        return true;
    }

    static Optional<Violation> seLinux(JudgedPod pod, Set<String> allowedTypes) {
        Set<String> types = new TreeSet<>();
        Set<String> parts = new TreeSet<>();
        Predicate<JsonNode> bad = context -> {
            JsonNode options = context.path("seLinuxOptions");
            String type = options.path("type").asText();
            boolean wrongType = !type.isEmpty() && !allowedTypes.contains(type);
            if (wrongType) {
                types.add(type);
            }
            boolean wrong = wrongType;
            for (String part : List.of("user", "role")) {
                if (!options.path(part).asText().isEmpty()) {
                    parts.add(part);
                    wrong = true;
                }
            }
            return wrong;
        };
        return Violation.setters(bad.test(pod.securityContext()), pod.containersWhere(bad))
                .map(setters -> {
                    List<String> data = new ArrayList<>();
                    if (!types.isEmpty()) {
                        data.add(Violation.plural("type", types.size()) + " " + Violation.quote(types));
                    }
                    for (String part : List.of("user", "role")) {
                        if (parts.contains(part)) {
                            data.add(part + " may not be set");
                        }
                    }
                    return new Violation(
                            "seLinuxOptions",
                            "%s set forbidden securityContext.seLinuxOptions: %s"
                                    .formatted(setters, String.join("; ", data)));
                });
    }

    static Optional<Violation> seccompAnnotations(JudgedPod pod) {
        Set<String> forbidden = new TreeSet<>();
        check(pod, SECCOMP_POD_ANNOTATION, forbidden);
        pod.containers()
                .forEach(container -> check(
                        pod,
                        SECCOMP_CONTAINER_ANNOTATION + container.path("name").asText(),
                        forbidden));
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "seccompProfile",
                        "forbidden %s %s"
                                .formatted(
                                        Violation.plural("annotation", forbidden.size()),
                                        String.join(", ", forbidden))));
    }

    private static void check(JudgedPod pod, String annotation, Set<String> forbidden) {
        JsonNode value = pod.annotations().path(annotation);
        if (value.isTextual()
                && !Set.of("runtime/default", "docker/default").contains(value.textValue())
                && !value.textValue().startsWith("localhost/")) {
            forbidden.add("%s=\"%s\"".formatted(annotation, value.textValue()));
        }
    }

    static Optional<Violation> seccomp(JudgedPod pod) {
        Set<String> types = new TreeSet<>();
        Predicate<JsonNode> bad = context -> isBadProfile(context.path("seccompProfile"), types);
        return Violation.setters(bad.test(pod.securityContext()), pod.containersWhere(bad))
                .map(setters -> new Violation(
                        "seccompProfile",
                        "%s must not set securityContext.seccompProfile.type to %s"
                                .formatted(setters, Violation.quote(types))));
    }

    static Optional<Violation> seccompRequired(JudgedPod pod) {
        Optional<Violation> bad = seccomp(pod);
        if (bad.isPresent() || pod.securityContext().path("seccompProfile").isObject()) {
            return bad;
        }
        List<String> silent =
                pod.containersWhere(context -> !context.path("seccompProfile").isObject());
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "seccompProfile",
                        "pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
                                .formatted(Violation.containers(silent))));
    }

    static Optional<Violation> procMount(JudgedPod pod) {
        Set<String> types = new TreeSet<>();
        List<String> bad = pod.containersWhere(context -> {
            JsonNode type = context.path("procMount");
            boolean unmasked = type.isTextual() && !type.textValue().equals("Default");
            if (unmasked) {
                types.add(type.textValue());
            }
            return unmasked;
        });
        return bad.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "procMount",
                        "%s must not set securityContext.procMount to %s"
                                .formatted(Violation.containers(bad), Violation.quote(types))));
    }
}
