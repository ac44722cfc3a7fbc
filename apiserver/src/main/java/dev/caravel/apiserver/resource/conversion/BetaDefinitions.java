package dev.caravel.apiserver.resource.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * CustomResourceDefinitions as upstream's server stores them: it serves v1 only, and stores v1beta1, which says once what all
 * versions have in common.
 */
public final class BetaDefinitions {
    private static final String BETA = "apiextensions.k8s.io/v1beta1";
    private static final String STABLE = "apiextensions.k8s.io/v1";

    /** What stands beside the versions, and what it is called within each. */
    private static final Map<String, String> COMMON = Map.of(
            "subresources", "subresources",
            "validation", "schema",
            "additionalPrinterColumns", "additionalPrinterColumns",
            "selectableFields", "selectableFields");

    private BetaDefinitions() {}

    /** Whether {@link #stable} is to be asked. */
    public static boolean isBeta(JsonNode definition) {
        return definition.path("apiVersion").asText().equals(BETA);
    }

    /** The same in v1. */
    public static ObjectNode stable(ObjectNode beta) {
        ObjectNode definition = beta.deepCopy().put("apiVersion", STABLE);
        if (definition.get("spec") instanceof ObjectNode spec) {
            versions(spec);
            conversion(spec);
            if (spec.path("preserveUnknownFields").asBoolean(true)) {
                spec.put("preserveUnknownFields", true);
            } else {
                spec.remove("preserveUnknownFields");
            }
        }
        return definition;
    }

    private static void versions(ObjectNode spec) {
        JsonNode first = spec.remove("version");
        ArrayNode versions = spec.withArray("/versions");
        if (versions.isEmpty() && first != null) {
            versions.addObject().put("name", first.asText()).put("served", true).put("storage", true);
        }
        COMMON.forEach((name, ofVersion) -> {
            JsonNode value = spec.remove(name);
            if (value != null) {
                versions.forEach(version -> ((ObjectNode) version).set(ofVersion, value.deepCopy()));
            }
        });
        for (JsonNode version : versions) {
            version.path("additionalPrinterColumns").forEach(BetaDefinitions::column);
        }
    }

    private static void column(JsonNode column) {
        JsonNode path = ((ObjectNode) column).remove("JSONPath");
        if (path != null) {
            ((ObjectNode) column).set("jsonPath", path);
        }
    }

    private static void conversion(ObjectNode spec) {
        ObjectNode conversion = spec.withObject("/conversion");
        if (!conversion.has("strategy")) {
            conversion.put("strategy", "None");
        }
        JsonNode client = conversion.remove("webhookClientConfig");
        JsonNode reviews = conversion.remove("conversionReviewVersions");
        if (client != null) {
            conversion.withObject("/webhook").set("clientConfig", client);
        }
        if (reviews != null) {
            conversion.withObject("/webhook").set("conversionReviewVersions", reviews);
        }
    }
}
