package dev.caravel.apiserver.admission.plugins.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.PodResources;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Status.Cause;
import dev.caravel.apiserver.status.Status.Details;
import dev.caravel.machinery.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running pod grows to no more than its node could ever give it, and only where nodes can resize pods (KEP-1287). */
public final class PodResize implements AdmissionPlugin {
    public static final String NAME = "PodResizeValidator";

    private final ObjectReader reader;

    public PodResize(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() != Operation.UPDATE
                || !request.isOf("", "pods")
                || !request.subresource().equals("resize")) {
            return;
        }
        ObjectNode pod = request.object().orElseThrow();
        String nodeName = pod.at("/spec/nodeName").asText();
        if (nodeName.isEmpty()
                || pod.path("spec").equals(request.oldObject().orElseThrow().path("spec"))) {
            return;
        }
        ObjectNode node = reader.get(new GroupResource("", "nodes"), "", nodeName)
                .orElseThrow(() -> request.forbidden("node \"%s\" not found".formatted(nodeName)));
        String system = node.at("/metadata/labels").path("kubernetes.io/os").asText("linux");
        if (!system.equals("linux")) {
            throw refusal(
                    request,
                    "pod resize is only supported on linux nodes, node \"%s\" is \"%s\"".formatted(nodeName, system),
                    "UnsupportedPlatform");
        }
        List<String> exceeded = exceeded(pod, node.at("/status/allocatable"));
        if (!exceeded.isEmpty()) {
            throw refusal(
                    request,
                    "node didn't have enough allocatable resources: " + String.join("; ", exceeded),
                    "NodeCapacity");
        }
    }

    private static List<String> exceeded(JsonNode pod, JsonNode allocatable) {
        ResourceAmounts requests = PodResources.specifiedWithOverhead(pod).requests();
        ResourceAmounts limits = ResourceAmounts.of(allocatable);
        List<String> exceeded = new ArrayList<>();
        Quantity cpu = amount(requests, "cpu");
        if (cpu.compareTo(amount(limits, "cpu")) > 0) {
            exceeded.add("cpu, requested: %d, allocatable: %d"
                    .formatted(cpu.toMilli(), amount(limits, "cpu").toMilli()));
        }
        Quantity memory = amount(requests, "memory");
        if (memory.compareTo(amount(limits, "memory")) > 0) {
            exceeded.add("memory, requested: %d, allocatable: %d"
                    .formatted(memory.toLong(), amount(limits, "memory").toLong()));
        }
        return exceeded;
    }

    private static Quantity amount(ResourceAmounts amounts, String name) {
        return amounts.get(name).orElse(Quantity.ZERO);
    }

    private static ApiException refusal(AdmissionRequest request, String why, String cause) {
        Status status = request.forbidden(why).status();
        Details details = status.details().orElseThrow();
        List<Cause> causes = new ArrayList<>(details.causes());
        causes.add(new Cause(cause, "", ""));
        return new ApiException(new Status(
                status.code(),
                status.reason(),
                status.message(),
                Optional.of(new Details(
                        details.name(), details.group(), details.kind(), details.uid(), List.copyOf(causes), 0))));
    }
}
