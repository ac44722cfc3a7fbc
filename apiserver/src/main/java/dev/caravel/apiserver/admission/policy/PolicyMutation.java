package dev.caravel.apiserver.admission.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.EvaluationException.Cause;
import dev.caravel.apiserver.cel.values.JsonValues;
import dev.caravel.apiserver.cel.values.NewObject;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.ApiException;
import java.util.Map;

/** One of a policy's {@code mutations}: what is to become of an object. Immutable, thread-safe. */
sealed interface PolicyMutation {
    /**
     * @param object left alone
     * @param bound the values of the expression's variables
     */
    ObjectNode apply(Resource resource, ObjectNode object, Map<String, Object> bound, CostBudget budget)
            throws EvaluationException;

    String OBJECT = "Object";
    String JSON_PATCHES = "list(JSONPatch)";

    static PolicyMutation of(JsonNode mutation, CelEnvironment environment) {
        CelEnvironment making = environment.makingObjects();
        return mutation.path("patchType").asText().equals("JSONPatch")
                ? new JsonPatch(PolicyExpression.compile(
                        making, mutation.path("jsonPatch").path("expression").asText(), JSON_PATCHES))
                : new ApplyConfiguration(PolicyExpression.compile(
                        making,
                        mutation.path("applyConfiguration").path("expression").asText(),
                        OBJECT));
    }

    private static Object evaluate(PolicyExpression expression, Map<String, Object> bound, CostBudget budget)
            throws EvaluationException {
        try {
            return expression.evaluate(bound, budget);
        } catch (EvaluationException e) {
            throw new EvaluationException(e.reason(), expression.errorText(e));
        }
    }

    private static EvaluationException failed(String message) {
        return new EvaluationException(Cause.FAILED, message);
    }

    /** The expression makes a part of the object, which is merged into it. */
    record ApplyConfiguration(PolicyExpression expression) implements PolicyMutation {
        @Override
        public ObjectNode apply(Resource resource, ObjectNode object, Map<String, Object> bound, CostBudget budget)
                throws EvaluationException {
            Object made = evaluate(expression, bound, budget);
            if (!(made instanceof NewObject wanted) || !wanted.type().equals("Object")) {
                throw failed("unsupported return type from ApplyConfiguration expression: must evaluate to Object");
            }
            try {
                MadeObjects.requirePlaces(wanted);
                ObjectNode configuration = (ObjectNode) JsonValues.toJson(wanted);
                return StructuredMerge.merge(resource.schema(), object, configuration);
            } catch (IllegalArgumentException e) {
                String message = e.getMessage();
                throw failed(message.startsWith("type mismatch") ? message : "error applying patch: " + message);
            }
        }
    }

    /** The expression makes the operations of a JSON Patch. */
    record JsonPatch(PolicyExpression expression) implements PolicyMutation {
        @Override
        public ObjectNode apply(Resource resource, ObjectNode object, Map<String, Object> bound, CostBudget budget)
                throws EvaluationException {
            Object made = evaluate(expression, bound, budget);
            if (!(made instanceof Iterable<?> operations)) {
                throw failed("type mismatch: JSONPatchType.expression should evaluate to array");
            }
            ObjectNode patched = object;
            for (Object operation : operations) {
                JsonNode step = operation(operation);
                try {
                    patched = new JsonPatcher().apply(patched, ("[" + step + "]").getBytes(UTF_8), resource.schema());
                } catch (ApiException e) {
                    if (step.path("op").asText().equals("test")) {
                        return object;
                    }
                    throw failed("JSON Patch: " + e.getMessage());
                }
            }
            return patched;
        }

        private static JsonNode operation(Object made) throws EvaluationException {
            if (!(made instanceof NewObject operation) || !operation.type().equals("JSONPatch")) {
                throw failed("type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch");
            }
            try {
                ObjectNode step = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, Object> field : operation.fields().entrySet()) {
                    MadeObjects.requirePlaces(field.getValue());
                    step.set(field.getKey(), JsonValues.toJson(field.getValue()));
                }
                return step;
            } catch (IllegalArgumentException e) {
                throw failed(e.getMessage());
            }
        }
    }
}
