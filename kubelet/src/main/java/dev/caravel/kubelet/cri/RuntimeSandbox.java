package dev.caravel.kubelet.cri;

import dev.caravel.kubelet.cri.v1.NamespaceMode;
import dev.caravel.kubelet.cri.v1.PodIP;
import dev.caravel.kubelet.cri.v1.PodSandboxState;
import dev.caravel.kubelet.cri.v1.PodSandboxStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A pod sandbox as the runtime has it; {@code ips} is empty with the host's network. */
public record RuntimeSandbox(
        String id, int attempt, boolean ready, Instant createdAt, boolean hostNetwork, List<String> ips) {
    public RuntimeSandbox {
        ips = List.copyOf(ips);
    }

    static RuntimeSandbox of(PodSandboxStatus status) {
        List<String> ips = new ArrayList<>();
        if (!status.getNetwork().getIp().isEmpty()) {
            ips.add(status.getNetwork().getIp());
        }
        status.getNetwork().getAdditionalIpsList().stream().map(PodIP::getIp).forEach(ips::add);
        return new RuntimeSandbox(
                status.getId(),
                status.getMetadata().getAttempt(),
                status.getState() == PodSandboxState.SANDBOX_READY,
                CriTime.instant(status.getCreatedAt()),
                status.getLinux().getNamespaces().getOptions().getNetwork() == NamespaceMode.NODE,
                ips);
    }
}
