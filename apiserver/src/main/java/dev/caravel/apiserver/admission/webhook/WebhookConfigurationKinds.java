package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.MatchConditions;
import dev.caravel.apiserver.admission.policy.PolicyEnvironment;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the match conditions of webhooks when they are written; what has not changed is taken for right. */
public final class WebhookConfigurationKinds {
    private record Checked(GroupResource resource) implements KindBehavior {
        @Override
        public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
            JsonNode webhooks = object.path("webhooks");
            if (old.isPresent() && old.get().path("webhooks").equals(webhooks)) {
                return List.of();
            }
            List<FieldError> errors = new ArrayList<>();
            for (int i = 0; i < webhooks.size(); i++) {
                String path = FieldPath.child(FieldPath.index("webhooks", i), "matchConditions");
                errors.addAll(MatchConditions.faults(
                        path, webhooks.get(i).path("matchConditions"), PolicyEnvironment.of(false, true)));
            }
            return errors;
        }
    }

    private WebhookConfigurationKinds() {}

    public static List<KindBehavior> all() {
        return Stream.of("validatingwebhookconfigurations", "mutatingwebhookconfigurations")
                .<KindBehavior>map(plural -> new Checked(new GroupResource("admissionregistration.k8s.io", plural)))
                .toList();
    }
}
