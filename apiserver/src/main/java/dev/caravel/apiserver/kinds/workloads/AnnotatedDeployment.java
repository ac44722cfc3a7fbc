package dev.caravel.apiserver.kinds.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;

/** Deployments: annotations are copied to replica sets, so a change of theirs counts as a new generation too. */
public final class AnnotatedDeployment implements KindBehavior {
    @Override
    public GroupResource resource() {
        return new GroupResource("apps", "deployments");
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode deployment, ObjectNode old) {
        boolean annotated = context.subresource().isEmpty()
                && !deployment.at("/metadata/annotations").equals(old.at("/metadata/annotations"));
        if (annotated) {
            deployment
                    .withObject("/metadata")
                    .put("generation", old.at("/metadata/generation").asLong() + 1);
        }
    }
}
