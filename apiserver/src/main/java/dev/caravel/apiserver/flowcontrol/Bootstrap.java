package dev.caravel.apiserver.flowcontrol;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.bootstrap.Concurrently;
import dev.caravel.apiserver.flowcontrol.BootstrapObjects.Wanted;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;

/** Brings the mandatory and suggested objects of flow control into the cluster, and keeps them. */
final class Bootstrap {
    /** Upstream's step. */
    static final String STEP = "priority-and-fairness-config-producer";

    private final ObjectReader reader;
    private final ObjectWriter writer;

    Bootstrap(ObjectReader reader, ObjectWriter writer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** May be called again; the second time changes nothing. Schemas come after the levels that they name. */
    void ensure() throws InterruptedException {
        BootstrapObjects objects = BootstrapObjects.load();
        ensure(FlowObjects.PRIORITY_LEVELS, objects.priorityLevels());
        ensure(FlowObjects.FLOW_SCHEMAS, objects.flowSchemas());
    }

    private void ensure(GroupResource resource, List<Wanted> wanted) throws InterruptedException {
        Concurrently.map(wanted, each -> {
            ensure(resource, each);
            return true;
        });
    }

    private void ensure(GroupResource resource, Wanted wanted) {
        Optional<ObjectNode> stored = reader.getLatest(resource, "", wanted.name());
        if (stored.isEmpty()) {
            writer.createUnlessPresent(resource, "", wanted.object()); // another server may be faster
        } else if (isKept(wanted, stored.get())
                && !stored.get().get("spec").equals(wanted.object().get("spec"))) {
            writer.mutate(resource, "", wanted.name(), object -> {
                object.set("spec", wanted.object().get("spec"));
                return object;
            });
        }
    }

    /** People say by the annotation whether a suggested object is theirs, and how much is kept free for the exempt. */
    private static boolean isKept(Wanted wanted, ObjectNode stored) {
        boolean exempt = wanted.object().at("/spec/type").asText().equals("Exempt");
        return wanted.mandatory() && !exempt
                || stored.path("metadata")
                        .path("annotations")
                        .path(BootstrapObjects.AUTO_UPDATE)
                        .asText()
                        .equals("true");
    }
}
