package dev.caravel.apiserver.admission.plugins.podsecurity;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds pods to the Pod Security Standards that the labels of their namespace name (KEP-2579). */
public final class PodSecurity implements AdmissionPlugin {
    public static final String NAME = "PodSecurity";

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final Set<String> IGNORED_SUBRESOURCES =
            Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");

    /** Where the objects that make pods keep the template. */
    private static final Map<GroupResource, String> TEMPLATES = Map.of(
            new GroupResource("", "podtemplates"), "/template",
            new GroupResource("", "replicationcontrollers"), "/spec/template",
            new GroupResource("apps", "deployments"), "/spec/template",
            new GroupResource("apps", "replicasets"), "/spec/template",
            new GroupResource("apps", "statefulsets"), "/spec/template",
            new GroupResource("apps", "daemonsets"), "/spec/template",
            new GroupResource("batch", "jobs"), "/spec/template",
            new GroupResource("batch", "cronjobs"), "/spec/jobTemplate/spec/template");

    private final ObjectReader reader;
    private final NamespacePolicy defaults;
    private final Exemptions exemptions;

    /**
     * @param configuration {@code PodSecurityConfiguration}, or nothing
     * @throws IllegalArgumentException when it is not valid
     */
    public PodSecurity(ObjectReader reader, JsonNode configuration) {
        this.reader = requireNonNull(reader, "reader is null");
        defaults = NamespacePolicy.ofConfiguration(configuration.path("defaults"));
        exemptions = Exemptions.of(configuration.path("exemptions"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        GroupResource resource = request.resource().id().groupResource();
        if (resource.equals(NAMESPACES)) {
            judgeNamespace(request);
        } else if (resource.equals(PODS)) {
            judgePod(request);
        } else if (TEMPLATES.containsKey(resource) && request.subresource().isEmpty()) {
            judgeTemplate(request, request.object().orElseThrow().at(TEMPLATES.get(resource)));
        }
    }

    private void judgePod(AdmissionRequest request) {
        ObjectNode pod = request.object().orElseThrow();
        if (IGNORED_SUBRESOURCES.contains(request.subresource())
                || isExempt(request)
                || request.operation() == Operation.UPDATE
                        && !SignificantUpdate.is(pod, request.oldObject().orElseThrow())) {
            return;
        }
        JudgedPod judged = JudgedPod.of(pod);
        if (exemptions.haveRuntimeClassOf(judged)) {
            return;
        }
        NamespacePolicy policy = policyOf(request.namespace());
        List<Violation> violations = Checks.violations(policy.enforce(), judged);
        if (!violations.isEmpty()) {
            throw request.forbidden("violates PodSecurity \"%s\": %s".formatted(policy.enforce(), text(violations)));
        }
        warn(request, policy, judged);
    }

    /** Only the pods themselves are refused: this tells of it in time. */
    private void judgeTemplate(AdmissionRequest request, JsonNode template) {
        if (!template.isObject() || isExempt(request)) {
            return;
        }
        JudgedPod judged = JudgedPod.of(template);
        if (!exemptions.haveRuntimeClassOf(judged)) {
            warn(request, policyOf(request.namespace()), judged);
        }
    }

    private static void warn(AdmissionRequest request, NamespacePolicy policy, JudgedPod pod) {
        List<Violation> violations = Checks.violations(policy.warn(), pod);
        if (!violations.isEmpty()) {
            request.warn().accept("would violate PodSecurity \"%s\": %s".formatted(policy.warn(), text(violations)));
        }
    }

    private static String text(List<Violation> violations) {
        return violations.stream().map(Violation::toString).collect(joining(", "));
    }

    private boolean isExempt(AdmissionRequest request) {
        return exemptions.namespaces().contains(request.namespace())
                || exemptions.users().contains(request.user().name());
    }

    private NamespacePolicy policyOf(String namespace) {
        ObjectNode found = reader.get(NAMESPACES, "", namespace)
                .or(() -> reader.getLatest(NAMESPACES, "", namespace))
                .orElseThrow(() -> Statuses.internal("failed to lookup namespace \"%s\"".formatted(namespace)));
        return policyOf(found);
    }

    private NamespacePolicy policyOf(ObjectNode namespace) {
        return NamespacePolicy.of(namespace.path("metadata").path("labels"), defaults);
    }

    private void judgeNamespace(AdmissionRequest request) {
        if (!request.subresource().isEmpty()) {
            return;
        }
        ObjectNode namespace = request.object().orElseThrow();
        NamespacePolicy policy = policyOf(namespace);
        Optional<NamespacePolicy> before = request.oldObject().map(this::policyOf);
        boolean errsAnew =
                before.map(old -> !old.errors().equals(policy.errors())).orElse(true);
        if (!policy.errors().isEmpty() && errsAnew) {
            throw Statuses.invalid("", "Namespace", request.name(), policy.errors());
        }
        if (before.isPresent() && !isTightened(before.get().enforce(), policy.enforce())) {
            return;
        }
        if (exemptions.namespaces().contains(request.name())) {
            warnOfExemption(request, policy, namespace.path("metadata").path("labels"));
        } else if (before.isPresent()) {
            ExistingPods.warnings(request.name(), policy.enforce(), reader.list(PODS, request.name()), exemptions)
                    .forEach(request.warn());
        }
    }

    private static boolean isTightened(Standard before, Standard after) {
        return !after.equals(before)
                && !after.isPrivileged()
                && !(after.version().equals(before.version()) && after.level().compareTo(before.level()) < 1);
    }

    private void warnOfExemption(AdmissionRequest request, NamespacePolicy policy, JsonNode labels) {
        if (policy.isPrivileged() || policy.isSameAs(defaults)) {
            return;
        }
        List<String> modes = new ArrayList<>();
        addMode(modes, "enforce", policy.enforce(), labels);
        addMode(modes, "audit", policy.audit(), labels);
        addMode(modes, "warn", policy.warn(), labels);
        request.warn()
                .accept("namespace \"%s\" is exempt from Pod Security, and the policy (%s) will be ignored"
                        .formatted(request.name(), String.join(", ", modes)));
    }

    private static void addMode(List<String> modes, String mode, Standard standard, JsonNode labels) {
        String label = NamespacePolicy.PREFIX + mode;
        if (!standard.isPrivileged() && (labels.has(label) || labels.has(label + "-version"))) {
            modes.add(mode + "=" + standard);
        }
    }
}
