package dev.caravel.apiserver.admission.plugins;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;

/** Refuses every write. */
public final class AlwaysDeny implements AdmissionPlugin {
    public static final String NAME = "AlwaysDeny";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        validate(request);
    }

    @Override
    public void validate(AdmissionRequest request) {
        throw request.forbidden("admission control is denying all modifications");
    }
}
