package dev.caravel.apiserver.authorization.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code matchConditions} of a webhook: it is asked only when all of them are true. Immutable. */
public final class AccessConditions {
    /** Made with the first condition. */
    private static final class Lazily {
        static final CelEnvironment ENVIRONMENT = environment();
    }

    /** None. */
    public static final AccessConditions ALWAYS = new AccessConditions(List.of());

    /** Whether the webhook is to be asked. */
    public sealed interface Match {
        record Yes() implements Match {}

        record No() implements Match {}

        /** No condition says no, but not all say yes. */
        record Failed(String error) implements Match {}
    }

    private final List<CelProgram> programs;

    private AccessConditions(List<CelProgram> programs) {
        this.programs = programs;
    }

    /** @throws CompileException for the first that is no condition */
    public static AccessConditions compile(List<String> expressions) throws CompileException {
        if (expressions.isEmpty()) {
            return ALWAYS;
        }
        List<CelProgram> programs = new ArrayList<>();
        for (String expression : expressions) {
            CelProgram program = Lazily.ENVIRONMENT.compile(expression);
            if (!program.resultType().equals(CelType.BOOL)) {
                throw new CompileException(
                        "must evaluate to bool but got " + program.resultType().name());
            }
            programs.add(program);
        }
        return new AccessConditions(List.copyOf(programs));
    }

    public boolean isEmpty() {
        return programs.isEmpty();
    }

    Match match(Attributes asked) {
        Map<String, Object> variables = Map.of("request", request(asked));
        List<String> errors = new ArrayList<>();
        for (CelProgram program : programs) {
            try {
                if (!Boolean.TRUE.equals(program.evaluate(variables, new CostBudget(CostBudget.PER_CALL)))) {
                    return new Match.No();
                }
            } catch (EvaluationException e) {
                errors.add("cel evaluation error: expression '%s' resulted in error: %s"
                        .formatted(program.expression(), e.getMessage()));
            }
        }
        return errors.isEmpty() ? new Match.Yes() : new Match.Failed(Aggregate.of(errors));
    }

    /** As in a review, but with the texts that are empty: conditions need not ask whether there is one. */
    private static ObjectNode request(Attributes asked) {
        ObjectNode request = AccessReviewSpec.of(asked);
        request.put("user", asked.user().name()).put("uid", asked.user().uid());
        request.withArrayProperty("groups");
        request.withObjectProperty("extra");
        if (asked.resourceRequest()) {
            request.withObjectProperty("resourceAttributes")
                    .put("namespace", asked.namespace())
                    .put("verb", asked.verb())
                    .put("group", asked.group())
                    .put("version", asked.version())
                    .put("resource", asked.resource())
                    .put("subresource", asked.subresource())
                    .put("name", asked.name());
        } else {
            request.withObjectProperty("nonResourceAttributes")
                    .put("path", asked.path())
                    .put("verb", asked.verb());
        }
        return request;
    }

    private static CelEnvironment environment() {
        ListOf texts = new ListOf(CelType.STRING);
        ObjectOf requirement =
                object("SelectorRequirement", "key", CelType.STRING, "operator", CelType.STRING, "values", texts);
        ListOf requirements = new ListOf(requirement);
        ObjectOf resource = object(
                "ResourceAttributes",
                "namespace",
                CelType.STRING,
                "verb",
                CelType.STRING,
                "group",
                CelType.STRING,
                "version",
                CelType.STRING,
                "resource",
                CelType.STRING,
                "subresource",
                CelType.STRING,
                "name",
                CelType.STRING,
                "fieldSelector",
                object("FieldSelectorAttributes", "rawSelector", CelType.STRING, "requirements", requirements),
                "labelSelector",
                object("LabelSelectorAttributes", "rawSelector", CelType.STRING, "requirements", requirements));
        ObjectOf path = object("NonResourceAttributes", "path", CelType.STRING, "verb", CelType.STRING);
        ObjectOf request = object(
                "SubjectAccessReviewSpec",
                "resourceAttributes",
                resource,
                "nonResourceAttributes",
                path,
                "user",
                CelType.STRING,
                "groups",
                texts,
                "extra",
                new MapOf(texts),
                "uid",
                CelType.STRING);
        return CelEnvironment.of(Map.of("request", request));
    }

    private static ObjectOf object(String name, Object... namesAndTypes) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            String field = (String) namesAndTypes[i];
            fields.put(field, new Field(field, (CelType) namesAndTypes[i + 1]));
        }
        return ObjectOf.of("kubernetes." + name, fields);
    }
}
