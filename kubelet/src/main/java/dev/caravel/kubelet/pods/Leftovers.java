package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides what a running pod no longer needs: of each container the newest try and one dead one are kept. */
final class Leftovers {
    private static final int KEPT = 2;

    private Leftovers() {}

    static List<RuntimeContainer> containers(RuntimePod runtime) {
        Map<String, Integer> seen = new HashMap<>();
        List<RuntimeContainer> old = new ArrayList<>();
        for (RuntimeContainer container : runtime.containers()) {
            if (seen.merge(container.name(), 1, Integer::sum) > KEPT && !container.running()) {
                old.add(container);
            }
        }
        return old;
    }

    /** Sandboxes that a newer one has replaced and whose containers are all gone. */
    static List<RuntimeSandbox> sandboxes(RuntimePod runtime) {
        return runtime.sandboxes().stream()
                .skip(1)
                .filter(sandbox -> !sandbox.ready())
                .filter(sandbox -> runtime.containers().stream()
                        .noneMatch(container -> container.sandboxId().equals(sandbox.id())))
                .toList();
    }
}
