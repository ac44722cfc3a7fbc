package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.containers.Amounts;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** How dearly a pod has bought its CPU and memory. */
public enum QosClass {
    GUARANTEED("Guaranteed", ""),
    BURSTABLE("Burstable", "burstable"),
    BEST_EFFORT("BestEffort", "besteffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;
    private final String cgroup;

    QosClass(String text, String cgroup) {
        this.text = text;
        this.cgroup = cgroup;
    }

    /** As in status.qosClass. */
    public String text() {
        return text;
    }

    /** The name below kubepods, empty for none. */
    public String cgroup() {
        return cgroup;
    }

    public static QosClass of(Pod pod) {
        boolean any = false;
        boolean guaranteed = true;
        for (PodContainer container : PodContainer.of(pod)) {
            Map<String, Quantity> requests = Amounts.requests(container.spec());
            Map<String, Quantity> limits = Amounts.limits(container.spec());
            for (String resource : COUNTED) {
                Quantity request = requests.getOrDefault(resource, Quantity.ZERO);
                Quantity limit = limits.getOrDefault(resource, Quantity.ZERO);
                any |= request.signum() > 0 || limit.signum() > 0;
                guaranteed &= limit.signum() > 0 && request.equals(limit);
            }
        }
        if (!any) {
            return BEST_EFFORT;
        }
        return guaranteed ? GUARANTEED : BURSTABLE;
    }
}
