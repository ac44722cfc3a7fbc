package dev.caravel.apiserver.kinds.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Persistent volumes: pending at first; the time of each change of phase is noted. */
public final class PersistentVolumeBehavior implements KindBehavior {
    private final Clock clock;

    public PersistentVolumeBehavior(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public GroupResource resource() {
        return new GroupResource("", "persistentvolumes");
    }

    @Override
    public void prepareForCreate(Context context, ObjectNode volume) {
        volume.putObject("status").put("phase", "Pending").put("lastPhaseTransitionTime", now());
    }

    @Override
    public void prepareForUpdate(Context context, ObjectNode volume, ObjectNode old) {
        if (!context.subresource().equals("status")) {
            return;
        }
        ObjectNode status = volume.withObject("/status");
        JsonNode before = old.at("/status/lastPhaseTransitionTime");
        JsonNode now = status.path("lastPhaseTransitionTime");
        boolean unset = now.isMissingNode() || now.isNull();
        if (!status.path("phase").equals(old.at("/status/phase"))) {
            if (unset || now.equals(before)) {
                status.put("lastPhaseTransitionTime", now());
            }
        } else if (unset && before.isTextual()) {
            status.set("lastPhaseTransitionTime", before);
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
