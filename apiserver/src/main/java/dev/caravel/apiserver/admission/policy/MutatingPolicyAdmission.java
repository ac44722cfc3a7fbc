package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.ExemptResources;
import dev.caravel.apiserver.admission.Reinvocation;
import dev.caravel.apiserver.admission.policy.MatchConditions.Outcome;
import dev.caravel.apiserver.admission.policy.PolicyHooks.Hook;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes objects as MutatingAdmissionPolicies want them (KEP-3962). */
public final class MutatingPolicyAdmission implements AdmissionPlugin {
    public static final String NAME = "MutatingAdmissionPolicy";

    private static final String GROUP = "admissionregistration.k8s.io";

    /** A policy with the binding and the parameters that it is called with. */
    private record Invocation(
            MutatingPolicy policy, PolicyBinding binding, Resource resource, Optional<ObjectNode> params) {
        /** Tells it from others, in the second round as in the first. */
        List<String> key() {
            JsonNode metadata = params.map(it -> it.path("metadata")).orElse(MissingNode.getInstance());
            return List.of(
                    policy.name(),
                    binding.name(),
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText());
        }

        void apply(AdmissionRequest request, Map<String, Object> variables) throws EvaluationException {
            CostBudget budget = CostBudget.perRequest();
            MutatingPolicy.Compiled compiled = policy.compiled();
            for (PolicyMutation mutation : compiled.mutations()) {
                Seen seen = Seen.of(request, resource);
                ObjectNode object = seen.object().orElseThrow();
                variables.put("object", object);
                ObjectNode changed =
                        mutation.apply(resource, object, compiled.variables().bind(variables, budget), budget);
                resource.applyDefaults(changed);
                replace(request, changed);
            }
        }

        private void replace(AdmissionRequest request, ObjectNode changed) {
            Resource own = request.resource();
            ObjectNode result = own.id().equals(resource.id()) ? changed : own.fromStorage(resource.toStorage(changed));
            ObjectNode object = request.object().orElseThrow();
            if (result != object) {
                object.removeAll();
                object.setAll(result);
            }
        }
    }

    private final Matching matching;
    private final PolicyParams params;
    private final Authorizer authorizer;
    private final PolicyHooks<MutatingPolicy> hooks;

    public MutatingPolicyAdmission(ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer) {
        this.matching = new Matching(catalog, reader);
        this.params = new PolicyParams(reader, catalog);
        this.authorizer = authorizer;
        this.hooks = new PolicyHooks<>(
                reader,
                new GroupResource(GROUP, "mutatingadmissionpolicies"),
                new GroupResource(GROUP, "mutatingadmissionpolicybindings"),
                MutatingPolicy::new);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isReady() {
        return hooks.readiness().isReady();
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (ExemptResources.fromPolicies(request)) {
            return;
        }
        hooks.readiness().require(request);
        if (request.object().isEmpty() || hooks.present().isEmpty()) {
            return;
        }
        List<String> faults = new ArrayList<>();
        Reinvocation.Calls calls = request.reinvocation().of(NAME);
        calls.begin(request.object());
        invoke(request, invocations(request, faults), calls, faults);
        calls.end(request.object());
        if (!faults.isEmpty()) {
            throw refusal(request, faults);
        }
    }

    private List<Invocation> invocations(AdmissionRequest request, List<String> faults) {
        List<Invocation> invocations = new ArrayList<>();
        for (Hook<MutatingPolicy> hook : hooks.present()) {
            MutatingPolicy policy = hook.policy();
            Optional<Resource> resource;
            try {
                resource = matching.matched(policy.match(), request);
                if (resource.isEmpty()) {
                    continue;
                }
                params.requireKind(policy.paramKind());
            } catch (Misconfigured e) {
                addFault(policy, Optional.empty(), "failed to configure policy: " + e.getMessage(), faults);
                continue;
            }
            for (PolicyBinding binding : hook.bindings()) {
                try {
                    if (matching.matched(binding.match(), request).isPresent()) {
                        params.find(policy.paramKind(), binding.paramRef(), request.namespace())
                                .forEach(param ->
                                        invocations.add(new Invocation(policy, binding, resource.get(), param)));
                    }
                } catch (Misconfigured e) {
                    addFault(policy, Optional.of(binding), "failed to configure binding: " + e.getMessage(), faults);
                }
            }
        }
        return invocations;
    }

    private void invoke(
            AdmissionRequest request, List<Invocation> invocations, Reinvocation.Calls calls, List<String> faults) {
        Optional<ObjectNode> namespace = invocations.isEmpty() ? Optional.empty() : matching.namespace(request);
        for (Invocation invocation : invocations) {
            if (!calls.isWanted(invocation.key())) {
                continue;
            }
            MutatingPolicy policy = invocation.policy();
            Map<String, Object> variables = RequestVariables.of(
                    request,
                    Seen.of(request, invocation.resource()),
                    Optional.of(authorizer),
                    namespace,
                    invocation.params());
            switch (policy.conditions().evaluate(variables)) {
                case Outcome.Matches() -> {}
                case Outcome.DoesNotMatch _ -> {
                    continue;
                }
                case Outcome.Failed(String message) -> {
                    addFault(policy, Optional.of(invocation.binding()), message, faults);
                    continue;
                }
            }
            ObjectNode before = request.object().orElseThrow().deepCopy();
            try {
                invocation.apply(request, variables);
            } catch (EvaluationException e) {
                addFault(policy, Optional.of(invocation.binding()), e.getMessage(), faults);
                continue;
            }
            if (!before.equals(request.object().orElseThrow())) {
                calls.changed();
            }
            calls.called(invocation.key(), policy.isReinvoked());
        }
    }

    private static void addFault(
            MutatingPolicy policy, Optional<PolicyBinding> binding, String message, List<String> faults) {
        if (!policy.ignoresFailures()) {
            String who = binding.map(it -> "policy '%s' with binding '%s'".formatted(policy.name(), it.name()))
                    .orElse("policy \"" + policy.name() + "\"");
            faults.add(who + " denied request: " + message);
        }
    }

    private static ApiException refusal(AdmissionRequest request, List<String> faults) {
        Status forbidden =
                request.forbidden("admission request denied by policy").status();
        List<Status.Cause> causes =
                faults.stream().map(fault -> new Status.Cause("", fault, "")).toList();
        return new ApiException(new Status(
                forbidden.code(),
                "Invalid",
                faults.getFirst(),
                forbidden
                        .details()
                        .map(it -> new Status.Details(it.name(), it.group(), it.kind(), it.uid(), causes, 0))));
    }
}
