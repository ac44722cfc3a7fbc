package dev.caravel.kubelet;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.pods.ContainerKiller;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Asks the runtime for a pod's address. */
record RuntimeAddresses(ContainerRuntime runtime, List<String> hostIps) implements ContainerKiller.PodAddresses {
    @Override
    public String of(Pod pod) {
        return runtime.readPod(pod.getMetadata().getUid())
                .readySandbox()
                .map(this::ips)
                .filter(ips -> !ips.isEmpty())
                .map(List::getFirst)
                .orElse("");
    }

    private List<String> ips(RuntimeSandbox sandbox) {
        return sandbox.hostNetwork() ? hostIps : sandbox.ips();
    }
}
