package dev.caravel.apiserver.kinds.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;

/**
 * DaemonSets: {@code templateGeneration}, which {@code apps/v1} no longer shows but keeps in an annotation, counts the
 * changes of the template.
 */
public final class DaemonSetBehavior implements KindBehavior {
    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    @Override
    public GroupResource resource() {
        return new GroupResource("apps", "daemonsets");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode daemonSet) {
        set(daemonSet, Math.max(1, templateGeneration(daemonSet)));
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode daemonSet, ObjectNode old) {
        if (!context.subresource().isEmpty()) {
            return;
        }
        boolean changed = !daemonSet.at("/spec/template").equals(old.at("/spec/template"));
        set(daemonSet, templateGeneration(old) + (changed ? 1 : 0));
    }

    private static long templateGeneration(ObjectNode daemonSet) {
        return daemonSet.at("/metadata/annotations").path(TEMPLATE_GENERATION).asLong(0);
    }

    private static void set(ObjectNode daemonSet, long generation) {
        daemonSet.withObject("/metadata/annotations").put(TEMPLATE_GENERATION, Long.toString(generation));
    }
}
