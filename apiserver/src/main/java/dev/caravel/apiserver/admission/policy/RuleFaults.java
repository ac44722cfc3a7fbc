package dev.caravel.apiserver.admission.policy;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a {@code RuleWithOperations} that is written. For one rule, by one thread. */
public final class RuleFaults {
    private static final List<String> OPERATIONS = List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");

    private final List<FieldError> errors = new ArrayList<>();
    private final JsonNode rule;
    private final String path;

    private RuleFaults(String path, JsonNode rule) {
        this.rule = rule;
        this.path = path;
    }

    /** Of all rules of a list. */
    public static List<FieldError> ofAll(String path, JsonNode rules) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            errors.addAll(new RuleFaults(FieldPath.index(path, i), rules.get(i)).check());
        }
        return errors;
    }

    private List<FieldError> check() {
        names();
        operations();
        wildcard("apiGroups", "API groups");
        wildcard("apiVersions", "API versions");
        notEmpty("apiVersions");
        resources();
        JsonNode scope = rule.path("scope");
        if (scope.isTextual() && !SCOPES.contains(scope.asText())) {
            errors.add(FieldError.notSupported(path + ".scope", quoted(scope.asText()), SCOPES));
        }
        return errors;
    }

    /** Which only policies have. */
    private void names() {
        JsonNode names = rule.path("resourceNames");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String field = FieldPath.index(path + ".resourceNames", i);
            String name = names.get(i).asText();
            Formats.pathSegment(name).forEach(fault -> errors.add(FieldError.invalid(field, quoted(name), fault)));
            if (!seen.add(name)) {
                errors.add(FieldError.duplicate(field, quoted(name)));
            }
        }
    }

    private void operations() {
        wildcard("operations", "operations");
        JsonNode operations = rule.path("operations");
        for (int i = 0; i < operations.size(); i++) {
            String operation = operations.get(i).asText();
            if (!OPERATIONS.contains(operation)) {
                errors.add(FieldError.notSupported(
                        FieldPath.index(path + ".operations", i), quoted(operation), OPERATIONS));
            }
        }
    }

    private void wildcard(String field, String others) {
        JsonNode values = rule.path(field);
        if (values.isEmpty()) {
            errors.add(FieldError.required(path + "." + field, ""));
        } else if (values.size() > 1 && has(values, "*")) {
            errors.add(FieldError.invalid(
                    path + "." + field, values.toString(), "if '*' is present, must not specify other " + others));
        }
    }

    private void notEmpty(String field) {
        JsonNode values = rule.path(field);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).asText().isEmpty()) {
                errors.add(FieldError.required(FieldPath.index(path + "." + field, i), ""));
            }
        }
    }

    /** A resource that a wildcard names already may not be named again. */
    private void resources() {
        JsonNode resources = rule.path("resources");
        String field = path + ".resources";
        if (resources.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        }
        notEmpty("resources");
        Set<String> withAnySubresource = new HashSet<>();
        Set<String> ofAnyResource = new HashSet<>();
        for (int i = 0; i < resources.size(); i++) {
            String named = resources.get(i).asText();
            int slash = named.indexOf('/');
            if (slash < 0) {
                continue;
            }
            String resource = named.substring(0, slash);
            String subresource = named.substring(slash + 1);
            if (withAnySubresource.contains(resource)) {
                covered(FieldPath.index(field, i), resource + "/*", named);
            }
            if (ofAnyResource.contains(subresource)) {
                covered(FieldPath.index(field, i), "*/" + subresource, named);
            }
            if (subresource.equals("*")) {
                withAnySubresource.add(resource);
            }
            if (resource.equals("*")) {
                ofAnyResource.add(subresource);
            }
        }
        if (resources.size() > 1 && has(resources, "*/*")) {
            errors.add(FieldError.invalid(
                    field, resources.toString(), "if '*/*' is present, must not specify other resources"));
        }
        if (has(resources, "*") && endsWithPlainResource(resources)) {
            errors.add(FieldError.invalid(
                    field,
                    resources.toString(),
                    "if '*' is present, must not specify other resources without subresources"));
        }
    }

    private void covered(String field, String wildcard, String named) {
        errors.add(FieldError.invalid(
                field, quoted(named), "if '%s' is present, must not specify %s".formatted(wildcard, named)));
    }

    /** Upstream looks at the last resource without a subresource only. */
    private static boolean endsWithPlainResource(JsonNode resources) {
        String last = "*";
        for (JsonNode resource : resources) {
            if (!resource.asText().isEmpty() && !resource.asText().contains("/")) {
                last = resource.asText();
            }
        }
        return !last.equals("*");
    }

    private static boolean has(JsonNode values, String wanted) {
        return values.valueStream().anyMatch(value -> value.asText().equals(wanted));
    }
}
