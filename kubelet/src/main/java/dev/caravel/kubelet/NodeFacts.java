package dev.caravel.kubelet;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What others here need to know of the node's API object, and are told when it is seen. Thread-safe. */
final class NodeFacts {
    private static final Logger log = Logger.getLogger(NodeFacts.class);

    private final ContainerRuntime runtime;
    private volatile Runnable seen = () -> {};
    private volatile String uid;
    private volatile String podCidr = "";

    NodeFacts(ContainerRuntime runtime) {
        this.runtime = requireNonNull(runtime, "runtime is null");
    }

    Optional<String> uid() {
        return Optional.ofNullable(uid);
    }

    void onSeen(Runnable listener) {
        seen = listener;
    }

    void seen(Node node) {
        uid = node.getMetadata().getUid();
        String cidr = node.getSpec() == null ? null : node.getSpec().getPodCIDR();
        if (cidr != null && !cidr.equals(podCidr)) {
            try {
                runtime.updatePodCidr(cidr);
                podCidr = cidr;
            } catch (CriException e) {
                log.warnf("cannot tell the runtime of pod range %s: %s", cidr, e.getMessage());
            }
        }
        seen.run();
    }
}
