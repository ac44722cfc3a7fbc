package dev.caravel.apiserver.admission.plugins;

import dev.caravel.apiserver.admission.AdmissionPlugin;

/** Upstream's plugin of no effect. */
public final class AlwaysAdmit implements AdmissionPlugin {
    public static final String NAME = "AlwaysAdmit";

    @Override
    public String name() {
        return NAME;
    }
}
