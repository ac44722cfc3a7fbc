package dev.caravel.controllers.endpointslice;

import dev.caravel.controllers.endpoints.ServicePods;
import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.ownership.Ownership;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.HashMap;
import java.util.Map;

/** The labels and the owner by which slices belong to a service. */
final class SliceMetadata {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private SliceMetadata() {}

    static boolean isManaged(EndpointSlice slice) {
        return MANAGER.equals(LabelMatch.labels(slice).get(MANAGED_BY));
    }

    /** The name of the service that a slice is of; null when it says none. */
    static String serviceName(EndpointSlice slice) {
        return LabelMatch.labels(slice).get(SERVICE_NAME);
    }

    static Map<String, String> labels(Service service) {
        Map<String, String> labels = new HashMap<>(LabelMatch.labels(service));
        labels.remove(HEADLESS);
        if (ServicePods.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        labels.put(SERVICE_NAME, service.getMetadata().getName());
        labels.put(MANAGED_BY, MANAGER);
        return labels;
    }

    /** A slice of the service, without endpoints and ports, to be named by the API server. */
    static EndpointSliceBuilder newSlice(Service service, String addressType) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withGenerateName(service.getMetadata().getName() + "-")
                .withLabels(labels(service))
                .withOwnerReferences(Ownership.controlledBy(service))
                .endMetadata()
                .withAddressType(addressType);
    }
}
