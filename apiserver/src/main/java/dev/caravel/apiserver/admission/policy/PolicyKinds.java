package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks policies and bindings when they are written; what has not changed is taken for right. */
public final class PolicyKinds {
    private static final String GROUP = "admissionregistration.k8s.io";

    private record Checked(GroupResource resource, Function<ObjectNode, List<FieldError>> rules)
            implements KindBehavior {
        @Override
        public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
            boolean sameSpec =
                    old.isPresent() && object.path("spec").equals(old.get().path("spec"));
            return sameSpec || !context.subresource().isEmpty() ? List.of() : rules.apply(object);
        }
    }

    private PolicyKinds() {}

    public static List<KindBehavior> all() {
        return List.of(
                checked("validatingadmissionpolicies", PolicyFaults::ofValidating),
                checked("mutatingadmissionpolicies", PolicyFaults::ofMutating),
                checked("validatingadmissionpolicybindings", binding -> BindingFaults.of(binding, true)),
                checked("mutatingadmissionpolicybindings", binding -> BindingFaults.of(binding, false)));
    }

    private static KindBehavior checked(String plural, Function<ObjectNode, List<FieldError>> rules) {
        return new Checked(new GroupResource(GROUP, plural), rules);
    }
}
