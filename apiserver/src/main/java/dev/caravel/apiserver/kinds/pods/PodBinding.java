package dev.caravel.apiserver.kinds.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.ActionStatus;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;

/** {@code pods/binding}, and {@code bindings}: puts a pod on a node, once. Thread-safe. */
public final class PodBinding implements VirtualResource.Action {
    private static final GroupResource BINDING = new GroupResource("", "pods/binding");

    private final ObjectWriter objects;
    private final TopologyLabels topology;
    private final Clock clock;

    public PodBinding(ObjectWriter objects, TopologyLabels topology, Clock clock) {
        this.objects = requireNonNull(objects, "objects is null");
        this.topology = requireNonNull(topology, "topology is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @param context its name is the pod's; for {@code bindings}, empty: then the binding's own name counts */
    @Override
    public void prepare(Context context, ObjectNode binding) {
        if (!context.name().isEmpty()
                && !context.name().equals(binding.at("/metadata/name").asText())) {
            throw Statuses.badRequest("name in URL does not match name in Binding object");
        }
        requireNodeAsTarget(binding);
    }

    /**
     * @return a Status
     * @throws ApiException Conflict when the pod is bound, gated or being deleted
     */
    @Override
    public ObjectNode create(Context context, ObjectNode binding) {
        String name = binding.at("/metadata/name").asText();
        objects.amend(PodBehavior.PODS, context.namespace(), name, context.dryRun(), pod -> bind(pod, binding));
        return ActionStatus.created();
    }

    private static void requireNodeAsTarget(ObjectNode binding) {
        String kind = binding.at("/target/kind").asText();
        if (!kind.isEmpty() && !kind.equals("Node")) {
            throw Statuses.unclassified(
                    "target.kind: Unsupported value: \"%s\": supported values: \"<empty>\", \"Node\"".formatted(kind));
        }
        if (binding.at("/target/name").asText().isEmpty()) {
            throw Statuses.unclassified("target.name: Required value");
        }
    }

    ObjectNode bind(ObjectNode pod, ObjectNode binding) {
        String name = pod.at("/metadata/name").asText();
        requireSame(pod, binding, name, "uid", "UID");
        requireSame(pod, binding, name, "resourceVersion", "ResourceVersion");
        if (pod.at("/metadata").hasNonNull("deletionTimestamp")) {
            throw conflict(name, "pod %s is being deleted, cannot be assigned to a host".formatted(name));
        }
        String node = pod.at("/spec/nodeName").asText();
        if (!node.isEmpty()) {
            throw conflict(name, "pod %s is already assigned to node \"%s\"".formatted(name, node));
        }
        if (!pod.at("/spec/schedulingGates").isEmpty()) {
            throw conflict(name, "pod %s has non-empty .spec.schedulingGates".formatted(name));
        }
        pod.withObject("/spec").put("nodeName", binding.at("/target/name").asText());
        pod.withObject("/status").remove("nominatedNodeName");
        copy(binding, pod, "annotations");
        copy(binding, pod, "labels");
        topology.copy(binding.at("/target/name").asText(), pod);
        new PodConditions(clock).set(pod, "PodScheduled", "True", "", "");
        return pod;
    }

    private static void requireSame(ObjectNode pod, ObjectNode binding, String name, String field, String title) {
        String wanted = binding.at("/metadata").path(field).asText();
        String present = pod.at("/metadata").path(field).asText();
        if (!wanted.isEmpty() && !wanted.equals(present)) {
            throw Statuses.conflict(
                    PodBehavior.PODS,
                    name,
                    "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(title, wanted, title, present));
        }
    }

    private static void copy(ObjectNode binding, ObjectNode pod, String field) {
        if (binding.at("/metadata").path(field) instanceof ObjectNode entries && !entries.isEmpty()) {
            pod.withObject("/metadata").withObject("/" + field).setAll(entries);
        }
    }

    private static ApiException conflict(String name, String why) {
        return Statuses.conflict(BINDING, name, why);
    }
}
