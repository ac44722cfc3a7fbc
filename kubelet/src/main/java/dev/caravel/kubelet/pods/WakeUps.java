package dev.caravel.kubelet.pods;

import java.util.function.Consumer;

/** Carries news about pods to their workers, for those that are made before the workers are. Thread-safe. */
public final class WakeUps {
    private volatile Consumer<String> wake = _ -> {};
    private volatile Consumer<String> contentChanged = _ -> {};

    public void bind(PodWorkers workers) {
        wake = workers::wake;
        contentChanged = workers::contentChanged;
    }

    public void wake(String podUid) {
        wake.accept(podUid);
    }

    public void contentChanged(String podUid) {
        contentChanged.accept(podUid);
    }
}
