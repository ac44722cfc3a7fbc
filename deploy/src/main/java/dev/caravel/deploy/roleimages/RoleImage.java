package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.Role;
import java.util.List;

/**
 * What the image of a role is to be.
 *
 * @param user whom the role runs as
 * @param tools programs of the machine that the role starts
 */
public record RoleImage(Role role, User user, List<String> tools, String description) {
    /** Who a container's process is. */
    public enum User {
        ROOT("0:0"),
        NONROOT("65532:65532");

        private final String ids;

        User(String ids) {
            this.ids = ids;
        }

        String ids() {
            return ids;
        }
    }

    public RoleImage {
        requireNonNull(role, "role is null");
        requireNonNull(user, "user is null");
        tools = List.copyOf(tools);
        requireNonNull(description, "description is null");
    }

    public static RoleImage of(Role role) {
        return switch (role) {
            case KUBE_APISERVER -> unprivileged(role, "Serves the Kubernetes API, and keeps its objects in etcd");
            case KUBE_CONTROLLER_MANAGER ->
                unprivileged(role, "Brings a Kubernetes cluster to the state that is asked for");
            case KUBE_SCHEDULER -> unprivileged(role, "Chooses a node for each pod of a Kubernetes cluster");
            case CARAVEL_DNS -> unprivileged(role, "Answers DNS questions about the services of a Kubernetes cluster");
            case KUBELET ->
                new RoleImage(role, User.ROOT, List.of("mount", "umount"), "Runs the pods of a Kubernetes node");
            case KUBE_PROXY ->
                new RoleImage(
                        role,
                        User.ROOT,
                        List.of("nft", "conntrack"),
                        "Leads a node's connections to Kubernetes services");
        };
    }

    private static RoleImage unprivileged(Role role, String description) {
        return new RoleImage(role, User.NONROOT, List.of(), description);
    }

    /** Of the localhost registry, which no runtime asks: what is not imported is not looked for at a stranger's. */
    public static String reference(Role role, Release release) {
        return "localhost/caravel/" + role.program() + ":" + release.imageTag();
    }
}
