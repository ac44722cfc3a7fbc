package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.MatchConditions.Outcome;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.EvaluationException.Cause;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ValidatingAdmissionPolicy, compiled when the first request matches. Thread-safe. */
final class ValidatingPolicy {
    /** Longer messages are not those that a policy's author had in mind. */
    private static final int MAX_MESSAGE = 5 * 1024;

    private record Validation(
            PolicyExpression expression, Optional<PolicyExpression> messageExpression, String message, String reason) {}

    private record Annotation(String key, PolicyExpression expression) {}

    private record Compiled(PolicyVariables variables, List<Validation> validations, List<Annotation> annotations) {}

    /**
     * What is wrong with a request.
     *
     * @param index of the validation that says so; -1 when it is no validation
     * @param reason of the Status; empty for the usual one
     * @param always refuse, whatever the binding's actions are
     */
    record Fault(int index, String message, String reason, boolean always) {}

    /** @param annotations for the audit log, by key */
    record Verdict(List<Fault> faults, Map<String, String> annotations) {
        static final Verdict FINE = new Verdict(List.of(), Map.of());
    }

    private final String name;
    private final JsonNode spec;
    private final MatchResources match;
    private final MatchConditions conditions;
    private volatile Compiled compiled;

    ValidatingPolicy(ObjectNode policy) {
        this.name = policy.path("metadata").path("name").asText();
        this.spec = policy.path("spec");
        this.match = MatchResources.of(spec.path("matchConstraints"));
        this.conditions = MatchConditions.of(spec.path("matchConditions"), PolicyEnvironment.of(hasParams(spec), true));
    }

    private static boolean hasParams(JsonNode spec) {
        return spec.path("paramKind").isObject();
    }

    String name() {
        return name;
    }

    MatchResources match() {
        return match;
    }

    JsonNode paramKind() {
        return spec.path("paramKind");
    }

    boolean ignoresFailures() {
        return spec.path("failurePolicy").asText().equals("Ignore");
    }

    /** @param variables see {@link RequestVariables} */
    Verdict evaluate(Map<String, Object> variables) {
        switch (conditions.evaluate(variables)) {
            case Outcome.Matches() -> {}
            case Outcome.DoesNotMatch _ -> {
                return Verdict.FINE;
            }
            case Outcome.Failed(String message) -> {
                return ignoresFailures()
                        ? Verdict.FINE
                        : new Verdict(List.of(new Fault(-1, message, "", false)), Map.of());
            }
        }
        Compiled program = compiled();
        CostBudget budget = CostBudget.perRequest();
        Map<String, Object> bound = program.variables().bind(variables, budget);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < program.validations().size(); i++) {
            validate(i, program.validations().get(i), bound, budget).ifPresent(faults::add);
        }
        Map<String, String> annotations = new java.util.LinkedHashMap<>();
        for (Annotation annotation : program.annotations()) {
            annotate(annotation, bound, annotations).ifPresent(faults::add);
        }
        return new Verdict(faults, annotations);
    }

    private Optional<Fault> validate(int index, Validation validation, Map<String, Object> bound, CostBudget budget) {
        try {
            if (Boolean.TRUE.equals(validation.expression().evaluate(bound, budget))) {
                return Optional.empty();
            }
            return Optional.of(new Fault(index, message(validation, bound, budget), validation.reason(), false));
        } catch (EvaluationException e) {
            return ignoresFailures()
                    ? Optional.empty()
                    : Optional.of(new Fault(index, validation.expression().errorText(e), "", false));
        }
    }

    private static String message(Validation validation, Map<String, Object> bound, CostBudget budget)
            throws EvaluationException {
        String message = "";
        if (validation.messageExpression().isPresent()) {
            message = evaluatedMessage(validation.messageExpression().get(), bound, budget);
        }
        if (message.isEmpty()) {
            message = validation.message();
        }
        return message.isEmpty()
                ? "failed expression: " + validation.expression().text().strip()
                : message;
    }

    /** Empty when the expression yields nothing that can be shown. */
    private static String evaluatedMessage(PolicyExpression expression, Map<String, Object> bound, CostBudget budget)
            throws EvaluationException {
        try {
            Object value = expression.evaluate(bound, budget);
            String text = value instanceof String message ? message.strip() : "";
            return text.length() > MAX_MESSAGE || text.contains("\n") ? "" : text;
        } catch (EvaluationException e) {
            if (e.reason() == Cause.BUDGET_EXHAUSTED) {
                throw new EvaluationException(Cause.BUDGET_EXHAUSTED, "failed messageExpression: " + e.getMessage());
            }
            return "";
        }
    }

    private Optional<Fault> annotate(Annotation annotation, Map<String, Object> bound, Map<String, String> into) {
        String problem;
        try {
            Object value = annotation.expression().evaluate(bound, CostBudget.perRequest());
            if (value instanceof String text) {
                if (!text.isBlank()) {
                    into.put(annotation.key(), text.strip());
                }
                return Optional.empty();
            }
            if (value instanceof NullValue) {
                return Optional.empty();
            }
            problem = "valueExpression '" + annotation.expression().text()
                    + "' resulted in unsupported return type. Return type must be either string or null.";
        } catch (EvaluationException e) {
            problem = annotation.expression().errorText(e);
        }
        return ignoresFailures() ? Optional.empty() : Optional.of(new Fault(-1, problem, "", true));
    }

    private Compiled compiled() {
        if (compiled == null) {
            compiled = compile();
        }
        return compiled;
    }

    private Compiled compile() {
        PolicyVariables variables =
                PolicyVariables.compile(spec.path("variables"), PolicyEnvironment.of(hasParams(spec), true));
        CelEnvironment environment = variables.environment();
        List<Validation> validations = new ArrayList<>();
        for (JsonNode validation : spec.path("validations")) {
            validations.add(new Validation(
                    PolicyExpression.compile(
                            environment, validation.path("expression").asText(), "bool"),
                    Optional.of(validation.path("messageExpression").asText())
                            .filter(text -> !text.isBlank())
                            .map(text -> PolicyExpression.compile(environment, text, "string")),
                    validation.path("message").asText().strip(),
                    validation.path("reason").asText()));
        }
        List<Annotation> annotations = new ArrayList<>();
        for (JsonNode annotation : spec.path("auditAnnotations")) {
            annotations.add(new Annotation(
                    annotation.path("key").asText(),
                    PolicyExpression.compile(
                            environment, annotation.path("valueExpression").asText(), "string", "null_type")));
        }
        return new Compiled(variables, List.copyOf(validations), List.copyOf(annotations));
    }
}
