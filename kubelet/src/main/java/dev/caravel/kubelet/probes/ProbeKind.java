package dev.caravel.kubelet.probes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.function.Function;

/** What a probe is asked for; the text begins the events about it. */
enum ProbeKind {
    STARTUP("Startup", Container::getStartupProbe),
    LIVENESS("Liveness", Container::getLivenessProbe),
    READINESS("Readiness", Container::getReadinessProbe);

    private final String text;
    private final Function<Container, Probe> probe;

    ProbeKind(String text, Function<Container, Probe> probe) {
        this.text = text;
        this.probe = probe;
    }

    String text() {
        return text;
    }

    /** Null when the container has none. */
    Probe of(Container container) {
        return probe.apply(container);
    }
}
