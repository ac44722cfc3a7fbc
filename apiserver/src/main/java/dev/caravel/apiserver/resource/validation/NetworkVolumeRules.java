package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.Locale;
import java.util.Map;

/** Rules of volumes that other machines serve: iSCSI, Quobyte, FlexVolumes. */
final class NetworkVolumeRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "initiatorName", NetworkVolumeRules::initiatorName,
            "quobyte", NetworkVolumeRules::quobyte,
            "flexOptions", NetworkVolumeRules::flexOptions);

    private static final int TENANT_LENGTH = 64;
    private static final String ENDPOINTS = "must be a host:port pair or multiple pairs separated by commas";

    private NetworkVolumeRules() {}

    private static void initiatorName(Subject volume) {
        var name = volume.at("initiatorName");
        if (!name.isMissingNode()) {
            Formats.named("iscsiName").faults(name).forEach(fault -> volume.invalid("initiatorname", name, fault));
        }
    }

    private static void quobyte(Subject volume) {
        var registry = volume.text("registry");
        if (registry.isEmpty()) {
            volume.required("registry", ENDPOINTS);
        } else if (volume.text("tenant").length() > TENANT_LENGTH) {
            volume.required(
                    "tenant", "must be a UUID and may not exceed a length of %d characters".formatted(TENANT_LENGTH));
        } else {
            for (var endpoint : registry.split(",", -1)) {
                if (!endpoint.matches("[^:\\[\\]]*:[^:]*|\\[[^\\[\\]]*]:[^:]*")) {
                    volume.invalid("registry", volume.at("registry"), ENDPOINTS);
                }
            }
        }
    }

    private static void flexOptions(Subject volume) {
        for (var option : volume.at("options").properties()) {
            var domain = "." + option.getKey().replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
            if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                volume.errors()
                        .add(FieldError.invalid(
                                FieldPath.key(volume.pathOf("options"), option.getKey()),
                                Values.quote(option.getKey()),
                                "kubernetes.io and k8s.io namespaces are reserved"));
            }
        }
    }
}
