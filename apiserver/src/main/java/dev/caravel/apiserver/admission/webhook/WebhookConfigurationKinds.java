package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the configurations of webhooks when they are written. */
public final class WebhookConfigurationKinds {
    private record Checked(GroupResource resource) implements KindBehavior {
        @Override
        public List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
            JsonNode webhooks = object.path("webhooks");
            Optional<JsonNode> before = old.map(it -> it.path("webhooks"));
            return before.filter(webhooks::equals).isPresent() ? List.of() : WebhookFaults.of(webhooks, before);
        }
    }

    private WebhookConfigurationKinds() {}

    public static List<KindBehavior> all() {
        return Stream.of("validatingwebhookconfigurations", "mutatingwebhookconfigurations")
                .<KindBehavior>map(plural -> new Checked(new GroupResource("admissionregistration.k8s.io", plural)))
                .toList();
    }
}
