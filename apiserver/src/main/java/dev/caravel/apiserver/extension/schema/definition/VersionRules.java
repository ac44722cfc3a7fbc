package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.definition.HoistedSpec.Shared;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of versions, which is stored, and which were. */
final class VersionRules {
    private static final int WARNING_LENGTH = 256;

    private VersionRules() {}

    static List<FieldError> check(HoistedSpec spec) {
        Requirements requirements = new Requirements();
        List<JsonNode> versions = spec.versions();
        Set<String> names = new HashSet<>();
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            String path = "spec.versions[" + i + "]";
            names.add(name(version));
            stored += version.path("storage").asBoolean() ? 1 : 0;
            requirements.format(path + ".name", name(version), Formats::dns1035Label);
            deprecation(version, path + ".deprecationWarning", requirements);
        }
        if (names.size() < versions.size()) {
            requirements.add(FieldError.invalid("spec.versions", shown(spec), "must contain unique version names"));
        }
        if (stored != 1) {
            requirements.add(FieldError.invalid(
                    "spec.versions", shown(spec), "must have exactly one version marked as storage version"));
        }
        if (!versions.isEmpty()) {
            // the first version is the version of before there were versions
            requirements.format("spec.version", name(versions.getFirst()), Formats::dns1035Label);
        }
        return requirements.errors();
    }

    private static void deprecation(JsonNode version, String path, Requirements requirements) {
        JsonNode warning = version.path("deprecationWarning");
        if (!warning.isTextual()) {
            return;
        }
        String text = warning.asText();
        if (!version.path("deprecated").asBoolean()) {
            requirements.invalid(path, text, "can only be set for deprecated versions");
            return;
        }
        if (text.length() > WARNING_LENGTH) {
            requirements.invalid(path, text, "must be <= 256 characters long");
        }
        if (text.isEmpty()) {
            requirements.invalid(path, text, "must not be an empty string");
        }
        int at = 0;
        for (int c : text.codePoints().toArray()) {
            if (Character.isISOControl(c) || !Character.isDefined(c)) {
                requirements.invalid(
                        path,
                        text,
                        "must only contain printable UTF-8 characters; non-printable character found at index " + at);
                break;
            }
            at += Character.toString(c).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        }
    }

    /** What is stored in a version cannot be read any more when the version goes. */
    static List<FieldError> stored(HoistedSpec spec, JsonNode storedVersions) {
        String path = "status.storedVersions";
        Requirements requirements = new Requirements();
        if (storedVersions.isEmpty()) {
            requirements.invalid(path, storedVersions, "must have at least one stored version");
            return requirements.errors();
        }
        Set<String> stored = new HashSet<>();
        storedVersions.forEach(version -> stored.add(version.asText()));
        Set<String> names = spec.versions().stream().map(VersionRules::name).collect(Collectors.toSet());
        for (JsonNode version : spec.versions()) {
            if (version.path("storage").asBoolean() && !stored.contains(name(version))) {
                requirements.invalid(path, storedVersions, "must have the storage version " + name(version));
            }
        }
        for (int i = 0; i < storedVersions.size(); i++) {
            String version = storedVersions.get(i).asText();
            if (!names.contains(version)) {
                requirements.invalid(
                        path + "[" + i + "]",
                        version,
                        "missing from spec.versions; %1$s was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in %1$s and removes %1$s from status.storedVersions"
                                .formatted(version));
            }
        }
        return requirements.errors();
    }

    private static String name(JsonNode version) {
        return version.path("name").asText();
    }

    /** The versions without what they share. */
    private static String shown(HoistedSpec spec) {
        List<String> shown = new ArrayList<>();
        for (JsonNode version : spec.versions()) {
            shown.add(
                    "{\"Name\":%s,\"Served\":%s,\"Storage\":%s,\"Deprecated\":%s,\"DeprecationWarning\":%s,\"Schema\":%s,\"Subresources\":%s,\"AdditionalPrinterColumns\":%s,\"SelectableFields\":%s}"
                            .formatted(
                                    GoText.quote(name(version)),
                                    version.path("served").asBoolean(),
                                    version.path("storage").asBoolean(),
                                    version.path("deprecated").asBoolean(),
                                    GoText.of(version.path("deprecationWarning")),
                                    own(spec, Shared.SCHEMA, version.path("schema")),
                                    own(spec, Shared.SUBRESOURCES, version.path("subresources")),
                                    own(spec, Shared.COLUMNS, version.path("additionalPrinterColumns")),
                                    own(spec, Shared.SELECTABLE_FIELDS, version.path("selectableFields"))));
        }
        return "[" + String.join(",", shown) + "]";
    }

    private static String own(HoistedSpec spec, Shared shared, JsonNode value) {
        return spec.isShared(shared) ? "null" : GoText.of(value);
    }
}
