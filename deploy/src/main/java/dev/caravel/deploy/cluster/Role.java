package dev.caravel.deploy.cluster;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A program of Kubernetes that this project builds. */
public enum Role {
    KUBE_APISERVER("kube-apiserver", "apiserver", 384),
    KUBE_CONTROLLER_MANAGER("kube-controller-manager", "controllers", 192),
    KUBE_SCHEDULER("kube-scheduler", "scheduler", 128),
    KUBELET("kubelet", "kubelet", 192),
    KUBE_PROXY("kube-proxy", "proxy", 96),
    CARAVEL_DNS("caravel-dns", "dns", 64);

    private final String program;
    private final String module;
    private final int heapMegabytes;

    Role(String program, String module, int heapMegabytes) {
        this.program = program;
        this.module = module;
        this.heapMegabytes = heapMegabytes;
    }

    /** What a cluster of so many nodes needs. */
    public static Set<Role> forNodes(int nodes) {
        return nodes > 0
                ? EnumSet.allOf(Role.class)
                : EnumSet.of(KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER);
    }

    public String program() {
        return program;
    }

    public String module() {
        return module;
    }

    public int heapMegabytes() {
        return heapMegabytes;
    }

    /** The door for swapping a role for another program with the same flags, for example upstream's own. */
    public Optional<String> substitute(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("CARAVEL_ROLE_" + name())).filter(path -> !path.isBlank());
    }
}
