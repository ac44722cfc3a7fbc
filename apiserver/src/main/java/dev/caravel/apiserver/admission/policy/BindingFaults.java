package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a binding that is written. */
final class BindingFaults {
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
    private static final List<String> NOT_FOUND_ACTIONS = List.of("Allow", "Deny");

    private BindingFaults() {}

    /** @param actions whether it has validationActions */
    static List<FieldError> of(ObjectNode binding, boolean actions) {
        JsonNode spec = binding.path("spec");
        List<FieldError> errors = new ArrayList<>();
        if (spec.path("policyName").asText().isEmpty()) {
            errors.add(FieldError.required("spec.policyName", ""));
        } else {
            Formats.dns1123Subdomain(spec.path("policyName").asText())
                    .forEach(fault -> errors.add(FieldError.invalid(
                            "spec.policyName", spec.path("policyName").toString(), fault)));
        }
        reference(spec.path("paramRef"), errors);
        errors.addAll(MatchResourcesFaults.of("spec.matchResources", spec.path("matchResources")));
        if (actions) {
            actions(spec.path("validationActions"), errors);
        }
        return errors;
    }

    private static void reference(JsonNode reference, List<FieldError> errors) {
        if (!reference.isObject()) {
            return;
        }
        if (!reference.path("name").asText().isEmpty()) {
            Formats.pathSegment(reference.path("name").asText())
                    .forEach(fault -> errors.add(FieldError.invalid(
                            "spec.paramRef.name", reference.path("name").toString(), fault)));
        }
        boolean named = !reference.path("name").asText().isEmpty();
        boolean selected = reference.path("selector").isObject();
        if (named && selected) {
            errors.add(FieldError.forbidden("spec.paramRef.name", "name and selector are mutually exclusive"));
            errors.add(FieldError.forbidden("spec.paramRef.selector", "name and selector are mutually exclusive"));
        } else if (!named && !selected) {
            errors.add(FieldError.required("spec.paramRef", "one of name or selector must be specified"));
        }
        String action = reference.path("parameterNotFoundAction").asText();
        if (action.isEmpty()) {
            errors.add(FieldError.required("spec.paramRef.parameterNotFoundAction", ""));
        } else if (!NOT_FOUND_ACTIONS.contains(action)) {
            errors.add(FieldError.notSupported(
                    "spec.paramRef.parameterNotFoundAction", '"' + action + '"', NOT_FOUND_ACTIONS));
        }
    }

    private static void actions(JsonNode actions, List<FieldError> errors) {
        String field = "spec.validationActions";
        if (actions.isEmpty()) {
            errors.add(FieldError.required(field, "at least one validation action is required"));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < actions.size(); i++) {
            String action = actions.get(i).asText();
            if (!ACTIONS.contains(action)) {
                errors.add(FieldError.notSupported(field + "[" + i + "]", '"' + action + '"', ACTIONS));
            }
            if (!seen.add(action)) {
                errors.add(FieldError.duplicate(field + "[" + i + "]", '"' + action + '"'));
            }
        }
        if (seen.contains("Deny") && seen.contains("Warn")) {
            errors.add(
                    FieldError.invalid(
                            field,
                            actions.toString(),
                            "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"));
        }
    }
}
