package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;

/** No custom resource is created while its definition is being deleted: it might be missed when the others are removed. */
public final class TerminatingDefinitions implements AdmissionPlugin {
    private final ServedResources served;

    public TerminatingDefinitions(ServedResources served) {
        this.served = requireNonNull(served, "served is null");
    }

    /** Not to be chosen by flags. */
    @Override
    public String name() {
        return "CustomResourceDefinitionTerminating";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() == Operation.CREATE
                && request.resource().custom()
                && served.isTerminating(request.resource().id().groupResource())) {
            throw request.forbidden("create not allowed while custom resource definition is terminating");
        }
    }
}
