package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Claims of devices that pods have, and containers refer to. */
final class PodClaimRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("podClaims", PodClaimRules::ofPod, "containerClaims", PodClaimRules::ofContainers);

    private PodClaimRules() {}

    private static void ofPod(Subject spec) {
        var seen = new HashSet<String>();
        var claims = spec.at("resourceClaims");
        for (var i = 0; i < claims.size(); i++) {
            var path = FieldPath.index(spec.pathOf("resourceClaims"), i);
            name(claims.get(i).path("name").asText(""), path + ".name", seen, spec.errors());
            source(claims.get(i), path, spec.errors());
        }
    }

    private static void name(String name, String path, Set<String> seen, List<FieldError> errors) {
        if (name.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        } else if (!seen.add(name)) {
            errors.add(FieldError.duplicate(path, Values.quote(name)));
        } else {
            Formats.dns1123Label(name)
                    .forEach(fault -> errors.add(FieldError.invalid(path, Values.quote(name), fault)));
        }
    }

    private static void source(JsonNode claim, String path, List<FieldError> errors) {
        var named = claim.has("resourceClaimName");
        var templated = claim.has("resourceClaimTemplateName");
        if (named == templated) {
            var shown = Values.struct(
                    claim,
                    "name:Name",
                    "resourceClaimName:ResourceClaimName",
                    "resourceClaimTemplateName:ResourceClaimTemplateName");
            errors.add(FieldError.invalid(
                    path,
                    shown,
                    named
                            ? "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                            : "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"));
        }
        for (var field : List.of("resourceClaimName", "resourceClaimTemplateName")) {
            if (claim.has(field)) {
                var value = claim.path(field).asText();
                Formats.dns1123Subdomain(value)
                        .forEach(fault -> errors.add(
                                FieldError.invalid(FieldPath.child(path, field), Values.quote(value), fault)));
            }
        }
    }

    private static void ofContainers(Subject spec) {
        var known = new TreeSet<String>();
        spec.at("resourceClaims").forEach(claim -> known.add(claim.path("name").asText()));
        for (var placed : PodContainers.of(spec, PodContainers.ALL)) {
            references(placed.at("resources.claims"), placed.pathOf("resources.claims"), known, spec.errors());
        }
        if (!spec.at("resources.claims").isMissingNode()) {
            spec.forbidden("resources.claims", "claims may not be set for Resources at pod-level");
            references(spec.at("resources.claims"), spec.pathOf("resources.claims"), known, spec.errors());
        }
    }

    private static void references(JsonNode claims, String list, Set<String> known, List<FieldError> errors) {
        var seen = new HashSet<String>();
        for (var i = 0; i < claims.size(); i++) {
            var path = FieldPath.index(list, i);
            var name = claims.get(i).path("name").asText("");
            var request = claims.get(i).path("request").asText("");
            if (name.isEmpty()) {
                errors.add(FieldError.required(path, ""));
                continue;
            }
            Formats.dns1123Label(request.isEmpty() ? "none" : request)
                    .forEach(fault -> errors.add(FieldError.invalid(path + ".request", Values.quote(request), fault)));
            distinct(name, request, path, seen, errors);
            if (!known.contains(name)) {
                errors.add(new FieldError(
                        FieldError.Type.NOT_FOUND,
                        path,
                        "Not found: %s: must be one of the names in pod.spec.resourceClaims%s"
                                .formatted(
                                        TextNode.valueOf(name),
                                        known.isEmpty() ? " which is empty" : ": " + String.join(", ", known))));
            }
        }
    }

    /** A claim as a whole includes each of its requests. */
    private static void distinct(String name, String request, String path, Set<String> seen, List<FieldError> errors) {
        var key = request.isEmpty() ? name : name + "/" + request;
        if (seen.contains(name)) {
            errors.add(FieldError.duplicate(path, Values.quote(name)));
        } else if (seen.contains(key)) {
            errors.add(FieldError.duplicate(path, Values.quote(key)));
        } else if (request.isEmpty() && seen.stream().anyMatch(other -> other.startsWith(name + "/"))) {
            errors.add(FieldError.duplicate(path, Values.quote(name)));
        }
        seen.add(key);
    }
}
