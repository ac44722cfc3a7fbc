package dev.caravel.apiserver.admission.policy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.GroupVersionKind;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Checks the expressions of a ValidatingAdmissionPolicy against the types of the kinds that it names. What it finds is
 * no reason to refuse the policy: requests are judged by values, whatever their types were thought to be.
 */
final class PolicyTypeCheck {
    /** Upstream's: a policy of more kinds is checked against these many. */
    private static final int MAX_KINDS = 10;

    private static final String PREFIX = "compilation failed: ";

    /** As in {@code status.typeChecking.expressionWarnings}. */
    record ExpressionWarning(String fieldRef, String warning) {}

    private final ResourceCatalog catalog;

    PolicyTypeCheck(ResourceCatalog catalog) {
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    List<ExpressionWarning> check(JsonNode spec) {
        List<Resource> kinds = kinds(spec.path("matchConstraints").path("resourceRules"));
        List<CelEnvironment> environments = kinds.stream()
                .map(kind -> PolicyVariables.compile(spec.path("variables"), environment(spec, kind))
                        .environment())
                .toList();
        List<ExpressionWarning> warnings = new ArrayList<>();
        for (int i = 0; i < spec.path("validations").size(); i++) {
            JsonNode validation = spec.path("validations").get(i);
            for (String field : List.of("expression", "messageExpression")) {
                String expression = validation.path(field).asText();
                if (!expression.isEmpty()) {
                    String warning = warning(expression, kinds, environments);
                    if (!warning.isEmpty()) {
                        String at = FieldPath.child(FieldPath.index("spec.validations", i), field);
                        warnings.add(new ExpressionWarning(at, warning));
                    }
                }
            }
        }
        return warnings;
    }

    private CelEnvironment environment(JsonNode spec, Resource kind) {
        JsonNode params = spec.path("paramKind");
        CelEnvironment typed = PolicyEnvironment.of(params.isObject(), true)
                .with("object", KindType.of(kind))
                .with("oldObject", KindType.of(kind));
        return params.isObject()
                ? paramType(params)
                        .map(type -> typed.with("params", KindType.of(type)))
                        .orElse(typed)
                : typed;
    }

    private Optional<Resource> paramType(JsonNode params) {
        String apiVersion = params.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        return catalog.findKind(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                params.path("kind").asText());
    }

    private static String warning(String expression, List<Resource> kinds, List<CelEnvironment> environments) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            PolicyExpression compiled = PolicyExpression.compile(environments.get(i), expression);
            if (compiled.program() == null) {
                String error = compiled.error();
                findings.add(named(kinds.get(i)) + ": "
                        + (error.startsWith(PREFIX) ? error.substring(PREFIX.length()) : error) + "\n");
            }
        }
        return String.join("\n", findings);
    }

    private static String named(Resource kind) {
        return "%s/%s, Kind=%s"
                .formatted(
                        kind.id().group(),
                        kind.id().version(),
                        kind.definition().kind());
    }

    /** Those that rules name; what a rule says with a wildcard is not looked for. */
    private List<Resource> kinds(JsonNode rules) {
        SortedMap<GroupVersionKind, Resource> kinds = new TreeMap<>(Comparator.comparing(GroupVersionKind::group)
                .thenComparing(GroupVersionKind::version)
                .thenComparing(GroupVersionKind::kind));
        for (JsonNode rule : rules) {
            TreeSet<String> groups = texts(rule.path("apiGroups"));
            TreeSet<String> versions = texts(rule.path("apiVersions"));
            if (groups.contains("*") || versions.contains("*")) {
                continue;
            }
            TreeSet<String> plurals = texts(rule.path("resources"));
            for (Resource resource : catalog.all()) {
                // As upstream resolves kinds, no group is any group.
                boolean named = (groups.contains(resource.id().group()) || groups.contains(""))
                        && versions.contains(resource.id().version())
                        && plurals.contains(resource.id().resource());
                if (named && kinds.size() < MAX_KINDS) {
                    kinds.put(
                            new GroupVersionKind(
                                    resource.id().group(),
                                    resource.id().version(),
                                    resource.definition().kind()),
                            resource);
                }
            }
        }
        return List.copyOf(kinds.values());
    }

    private static TreeSet<String> texts(JsonNode list) {
        TreeSet<String> texts = new TreeSet<>();
        StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).forEach(texts::add);
        return texts;
    }
}
