package dev.caravel.apiserver.kinds.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;

/** Jobs: unless the user manages the selector, it is made unique by the job's uid, and the pods are labeled to match. */
public final class JobBehavior implements KindBehavior {
    private static final String UID_LABEL = "batch.kubernetes.io/controller-uid";
    private static final List<String> UID_LABELS = List.of("controller-uid", UID_LABEL);
    private static final List<String> NAME_LABELS = List.of("job-name", "batch.kubernetes.io/job-name");

    @Override
    public GroupResource resource() {
        return new GroupResource("batch", "jobs");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode job) {
        if (job.at("/spec/manualSelector").asBoolean(false)) {
            return;
        }
        String name = job.at("/metadata/name").asText();
        String uid = job.at("/metadata/uid").asText();
        ObjectNode labels = job.withObject("/spec/template/metadata/labels");
        // A job without labels of its own has the template's, these among them.
        boolean shared = !labels.isEmpty() && labels.equals(job.at("/metadata/labels"));
        NAME_LABELS.forEach(label -> putIfAbsent(labels, label, name));
        UID_LABELS.forEach(label -> putIfAbsent(labels, label, uid));
        if (shared) {
            job.withObject("/metadata").set("labels", labels.deepCopy());
        }
        putIfAbsent(job.withObject("/spec/selector/matchLabels"), UID_LABEL, uid);
    }

    /** A label that the user set stays: validation refuses it when it does not fit. */
    private static void putIfAbsent(ObjectNode labels, String label, String value) {
        if (!labels.has(label)) {
            labels.put(label, value);
        }
    }
}
