package dev.caravel.apiserver.admission.policy;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with an admission policy that is written. For one policy, by one thread. */
final class PolicyFaults {
    private static final int MAX_ANNOTATIONS = 20;
    private static final int MAX_ANNOTATION_EXPRESSION = 5 * 1024;
    private static final String NO_CHECKS = "validations or auditAnnotations must contain at least one item";
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
    private static final List<String> MUTATED_OPERATIONS = List.of("*", "CREATE", "UPDATE");
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");
    private static final List<String> PATCH_TYPES = List.of("ApplyConfiguration", "JSONPatch");
    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");

    /** Upstream has no such limit; but to compile an expression takes milliseconds here, and a request holds many thousand. */
    private static final int MAX_EXPRESSIONS = 256;

    private final String name;
    private final JsonNode spec;
    private final List<FieldError> errors = new ArrayList<>();

    private PolicyFaults(ObjectNode policy) {
        this.name = policy.path("metadata").path("name").asText();
        this.spec = policy.path("spec");
    }

    static List<FieldError> ofValidating(ObjectNode policy) {
        PolicyFaults faults = new PolicyFaults(policy);
        faults.common();
        if (faults.mayBeCompiled("variables", "validations")) {
            faults.validating(faults.variables());
        }
        return faults.errors;
    }

    static List<FieldError> ofMutating(ObjectNode policy) {
        PolicyFaults faults = new PolicyFaults(policy);
        faults.common();
        if (faults.mayBeCompiled("variables", "mutations")) {
            faults.mutating(faults.variables());
        }
        return faults.errors;
    }

    private boolean mayBeCompiled(String... lists) {
        int found = errors.size();
        for (String list : lists) {
            if (spec.path(list).size() > MAX_EXPRESSIONS) {
                errors.add(FieldError.tooMany("spec." + list, spec.path(list).size(), MAX_EXPRESSIONS));
            }
        }
        return errors.size() == found;
    }

    private void common() {
        oneOf("spec.failurePolicy", spec.path("failurePolicy"), FAILURE_POLICIES);
        JsonNode kind = spec.path("paramKind");
        if (kind.isObject()) {
            required("spec.paramKind.apiVersion", kind.path("apiVersion"), "");
            required("spec.paramKind.kind", kind.path("kind"), "");
        }
        JsonNode match = spec.path("matchConstraints");
        if (!match.isObject()) {
            errors.add(FieldError.required("spec.matchConstraints", ""));
        } else {
            errors.addAll(MatchResourcesFaults.of("spec.matchConstraints", match));
            if (match.path("resourceRules").isEmpty()) {
                errors.add(FieldError.required("spec.matchConstraints.resourceRules", ""));
            }
        }
        matchConditions();
    }

    private CelEnvironment environment() {
        return PolicyEnvironment.of(spec.path("paramKind").isObject(), true);
    }

    private void matchConditions() {
        JsonNode conditions = spec.path("matchConditions");
        errors.addAll(MatchConditions.faults("spec.matchConditions", conditions, environment()));
    }

    private CelEnvironment variables() {
        JsonNode variables = spec.path("variables");
        PolicyVariables compiled = PolicyVariables.compile(variables, environment());
        for (int i = 0; i < variables.size(); i++) {
            String at = FieldPath.index("spec.variables", i);
            String variable = variables.get(i).path("name").asText();
            if (variable.isBlank()) {
                errors.add(FieldError.required(FieldPath.child(at, "name"), "name is not specified"));
            } else if (!IDENTIFIER.matcher(variable).matches()) {
                errors.add(invalid(FieldPath.child(at, "name"), variable, "must be a valid CEL identifier"));
            }
            String expression = variables.get(i).path("expression").asText();
            if (expression.isBlank()) {
                errors.add(FieldError.required(FieldPath.child(at, "expression"), "expression is not specified"));
            } else if (compiled.expressions().get(variable).program() == null) {
                errors.add(invalid(
                        FieldPath.child(at, "expression"),
                        expression,
                        compiled.expressions().get(variable).error()));
            }
        }
        return compiled.environment();
    }

    private void validating(CelEnvironment environment) {
        JsonNode validations = spec.path("validations");
        JsonNode annotations = spec.path("auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            errors.add(FieldError.required("spec.validations", NO_CHECKS));
            errors.add(FieldError.required("spec.auditAnnotations", NO_CHECKS));
            return;
        }
        for (int i = 0; i < validations.size(); i++) {
            validation(validations.get(i), FieldPath.index("spec.validations", i), environment);
        }
        if (annotations.size() > MAX_ANNOTATIONS) {
            errors.add(FieldError.invalid(
                    "spec.auditAnnotations",
                    annotations.toString(),
                    "must not have more than " + MAX_ANNOTATIONS + " auditAnnotations"));
            return; // each takes milliseconds
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < annotations.size(); i++) {
            String at = FieldPath.index("spec.auditAnnotations", i);
            annotation(annotations.get(i), at, environment);
            String key = annotations.get(i).path("key").asText();
            if (!keys.add(key)) {
                errors.add(FieldError.duplicate(FieldPath.child(at, "key"), quoted(key)));
            }
        }
    }

    private void validation(JsonNode validation, String at, CelEnvironment environment) {
        expression(
                FieldPath.child(at, "expression"), validation.path("expression").asText(), environment, "bool");
        String messageExpression = validation.path("messageExpression").asText();
        if (!messageExpression.isEmpty() && messageExpression.isBlank()) {
            errors.add(invalid(
                    FieldPath.child(at, "messageExpression"), messageExpression, "must be non-empty if specified"));
        } else if (!messageExpression.isEmpty()) {
            expression(FieldPath.child(at, "messageExpression"), messageExpression, environment, "string");
        }
        String message = validation.path("message").asText();
        if (!message.isEmpty() && message.isBlank()) {
            errors.add(invalid(FieldPath.child(at, "message"), message, "must be non-empty if specified"));
        } else if (message.strip().contains("\n")) {
            errors.add(invalid(FieldPath.child(at, "message"), message, "must not contain line breaks"));
        }
        String reason = validation.path("reason").asText();
        if (!reason.isEmpty() && !REASONS.contains(reason)) {
            errors.add(FieldError.notSupported(FieldPath.child(at, "reason"), quoted(reason), REASONS));
        }
    }

    private void annotation(JsonNode annotation, String at, CelEnvironment environment) {
        String key = annotation.path("key").asText();
        Formats.named("qualifiedName")
                .faults(TextNode.valueOf(name + "/" + key))
                .forEach(fault -> errors.add(invalid(FieldPath.child(at, "key"), name + "/" + key, fault)));
        String field = FieldPath.child(at, "valueExpression");
        String expression = annotation.path("valueExpression").asText();
        if (expression.isBlank()) {
            errors.add(FieldError.required(field, "valueExpression is not specified"));
        } else if (expression.strip().length() > MAX_ANNOTATION_EXPRESSION) {
            errors.add(FieldError.required(field, "must not exceed " + MAX_ANNOTATION_EXPRESSION + " bytes in length"));
        } else {
            expression(field, expression, environment, "string", "null_type");
        }
    }

    private void mutating(CelEnvironment environment) {
        for (JsonNode rule : spec.path("matchConstraints").path("resourceRules")) {
            for (JsonNode operation : rule.path("operations")) {
                if (!MUTATED_OPERATIONS.contains(operation.asText())) {
                    errors.add(FieldError.notSupported(
                            "spec.matchConstraints.resourceRules.operations",
                            quoted(operation.asText()),
                            MUTATED_OPERATIONS));
                }
            }
        }
        JsonNode mutations = spec.path("mutations");
        if (mutations.isEmpty()) {
            errors.add(FieldError.required("spec.mutations", "mutations must contain at least one item"));
        }
        CelEnvironment making = environment.makingObjects();
        for (int i = 0; i < mutations.size(); i++) {
            mutation(mutations.get(i), FieldPath.index("spec.mutations", i), making);
        }
        oneOf("spec.reinvocationPolicy", spec.path("reinvocationPolicy"), REINVOCATIONS);
    }

    private void mutation(JsonNode mutation, String at, CelEnvironment environment) {
        String type = mutation.path("patchType").asText();
        switch (type) {
            case "JSONPatch" ->
                mutation(
                        mutation,
                        at,
                        type,
                        "jsonPatch",
                        "applyConfiguration",
                        environment,
                        PolicyMutation.JSON_PATCHES);
            case "ApplyConfiguration" ->
                mutation(mutation, at, type, "applyConfiguration", "jsonPatch", environment, PolicyMutation.OBJECT);
            default -> oneOf(FieldPath.child(at, "patchType"), mutation.path("patchType"), PATCH_TYPES);
        }
    }

    private void mutation(
            JsonNode mutation,
            String at,
            String type,
            String field,
            String other,
            CelEnvironment environment,
            String result) {
        String path = FieldPath.child(at, field);
        if (!mutation.path(field).isObject()) {
            errors.add(FieldError.required(path, "must be specified when patchType is " + type));
        } else {
            expression(
                    FieldPath.child(path, "expression"),
                    mutation.path(field).path("expression").asText(),
                    environment,
                    result);
        }
        if (mutation.path(other).isObject()) {
            errors.add(invalid(
                    FieldPath.child(at, other), "{" + other + "}", "must not be specified when patchType is " + type));
        }
    }

    private void expression(String field, String text, CelEnvironment environment, String... wanted) {
        if (text.isBlank()) {
            errors.add(FieldError.required(field, "expression is not specified"));
            return;
        }
        PolicyExpression expression = PolicyExpression.compile(environment, text, wanted);
        if (expression.program() == null) {
            errors.add(invalid(field, text, expression.error()));
        }
    }

    private void oneOf(String field, JsonNode value, List<String> supported) {
        if (value.asText().isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (!supported.contains(value.asText())) {
            errors.add(FieldError.notSupported(field, quoted(value.asText()), supported));
        }
    }

    private void required(String field, JsonNode value, String detail) {
        if (value.asText().isEmpty()) {
            errors.add(FieldError.required(field, detail));
        }
    }

    private static FieldError invalid(String field, String value, String detail) {
        return FieldError.invalid(field, quoted(value), detail);
    }
}
