package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Set;

/** Service accounts: references to secrets are by name alone. */
final class ServiceAccountBehavior implements KindBehavior {
    @Override
    public GroupResource resource() {
        return new GroupResource("", "serviceaccounts");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode account) {
        keepNames(account);
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode account, ObjectNode old) {
        keepNames(account);
    }

    private static void keepNames(ObjectNode account) {
        for (JsonNode reference : account.path("secrets")) {
            if (reference instanceof ObjectNode object) {
                object.retain(Set.of("name"));
            }
        }
    }
}
