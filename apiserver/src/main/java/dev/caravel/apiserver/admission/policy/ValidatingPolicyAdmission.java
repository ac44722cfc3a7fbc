package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.ExemptResources;
import dev.caravel.apiserver.admission.policy.PolicyHooks.Hook;
import dev.caravel.apiserver.admission.policy.ValidatingPolicy.Fault;
import dev.caravel.apiserver.admission.policy.ValidatingPolicy.Verdict;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses, warns of and notes what ValidatingAdmissionPolicies object to. */
public final class ValidatingPolicyAdmission implements AdmissionPlugin {
    public static final String NAME = "ValidatingAdmissionPolicy";

    private static final String GROUP = "admissionregistration.k8s.io";

    private final Matching matching;
    private final PolicyParams params;
    private final Authorizer authorizer;
    private final PolicyHooks<ValidatingPolicy> hooks;

    public ValidatingPolicyAdmission(ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer) {
        this.matching = new Matching(catalog, reader);
        this.params = new PolicyParams(reader, catalog);
        this.authorizer = authorizer;
        this.hooks = new PolicyHooks<>(
                reader,
                new GroupResource(GROUP, "validatingadmissionpolicies"),
                new GroupResource(GROUP, "validatingadmissionpolicybindings"),
                ValidatingPolicy::new);
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
    public boolean seesConnections() {
        return true;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (ExemptResources.fromPolicies(request)) {
            return;
        }
        hooks.readiness().require(request);
        List<PolicyRefusal> refusals = new ArrayList<>();
        for (Hook<ValidatingPolicy> hook : hooks.present()) {
            check(request, hook, refusals);
        }
        if (!refusals.isEmpty()) {
            throw refusals.getFirst().asException(request);
        }
    }

    private void check(AdmissionRequest request, Hook<ValidatingPolicy> hook, List<PolicyRefusal> refusals) {
        ValidatingPolicy policy = hook.policy();
        Optional<Resource> resource;
        try {
            resource = matching.matched(policy.match(), request);
            if (resource.isPresent()) {
                params.requireKind(policy.paramKind());
            }
        } catch (Misconfigured e) {
            if (!policy.ignoresFailures()) {
                refusals.add(new PolicyRefusal(
                        NAME, policy.name(), "", "failed to configure policy: " + e.getMessage(), ""));
            }
            return;
        }
        if (resource.isPresent()) {
            PolicyAnnotations annotations = new PolicyAnnotations(policy.name());
            hook.bindings().forEach(binding -> check(request, resource.get(), policy, binding, annotations, refusals));
            annotations.publish();
        }
    }

    private void check(
            AdmissionRequest request,
            Resource resource,
            ValidatingPolicy policy,
            PolicyBinding binding,
            PolicyAnnotations annotations,
            List<PolicyRefusal> refusals) {
        try {
            if (matching.matched(binding.match(), request).isEmpty()) {
                return;
            }
            List<Optional<ObjectNode>> found = params.find(policy.paramKind(), binding.paramRef(), request.namespace());
            if (found.isEmpty()) {
                return;
            }
            Seen seen = Seen.of(request, resource);
            Optional<ObjectNode> namespace = matching.namespace(request);
            for (Optional<ObjectNode> param : found) {
                Verdict verdict =
                        policy.evaluate(RequestVariables.of(request, seen, Optional.of(authorizer), namespace, param));
                verdict.faults().forEach(fault -> act(request, policy, binding, fault, refusals));
                verdict.annotations().forEach(annotations::add);
            }
        } catch (Misconfigured e) {
            if (!policy.ignoresFailures()) {
                refusals.add(new PolicyRefusal(
                        NAME, policy.name(), binding.name(), "failed to configure binding: " + e.getMessage(), ""));
            }
        }
    }

    private static void act(
            AdmissionRequest request,
            ValidatingPolicy policy,
            PolicyBinding binding,
            Fault fault,
            List<PolicyRefusal> refusals) {
        if (fault.always() || binding.actions().contains("Deny")) {
            refusals.add(new PolicyRefusal(NAME, policy.name(), binding.name(), fault.message(), fault.reason()));
        }
        if (!fault.always() && binding.actions().contains("Audit")) {
            PolicyAnnotations.publishFailure(policy.name(), binding, fault);
        }
        if (!fault.always() && binding.actions().contains("Warn")) {
            request.warn()
                    .accept("Validation failed for %s '%s' with binding '%s': %s"
                            .formatted(NAME, policy.name(), binding.name(), fault.message()));
        }
    }
}
