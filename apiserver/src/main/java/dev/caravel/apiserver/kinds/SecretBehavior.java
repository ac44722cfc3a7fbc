package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;

/** Secrets: an update that leaves out the type keeps it. */
final class SecretBehavior implements KindBehavior {
    @Override
    public GroupResource resource() {
        return new GroupResource("", "secrets");
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode secret, ObjectNode old) {
        if (secret.path("type").asText().isEmpty() && old.has("type")) {
            secret.set("type", old.get("type"));
        }
    }
}
