package dev.caravel.apiserver.kinds.devices;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;

/** Claims of devices: what the scheduler and drivers tell of them must fit what was asked for. */
public final class ResourceClaimBehavior implements KindBehavior {
    @Override
    public GroupResource resource() {
        return new GroupResource("resource.k8s.io", "resourceclaims");
    }

    @Override
    public List<FieldError> validate(Context context, ObjectNode claim, Optional<ObjectNode> old) {
        return context.subresource().equals("status") && old.isPresent()
                ? ClaimStatusFaults.of(claim, old.get())
                : List.of();
    }
}
