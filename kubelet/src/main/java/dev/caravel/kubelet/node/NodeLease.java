package dev.caravel.kubelet.node;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Renews the lease by which the control plane knows that this node is alive (KEP-589). */
public final class NodeLease implements AutoCloseable {
    private static final Logger log = Logger.getLogger(NodeLease.class);
    private static final String NAMESPACE = "kube-node-lease";
    /** Renewed at a quarter of its duration. */
    private static final int RENEWALS = 4;

    private final String nodeName;
    private final int durationSeconds;
    private final KubernetesClient client;
    private final Supplier<Optional<Node>> node;
    private final Clock clock;
    private final Thread thread;

    public NodeLease(
            String nodeName, int durationSeconds, KubernetesClient client, Supplier<Optional<Node>> node, Clock clock) {
        this.nodeName = requireNonNull(nodeName, "nodeName is null");
        this.durationSeconds = durationSeconds;
        this.client = requireNonNull(client, "client is null");
        this.node = requireNonNull(node, "node is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.thread = Thread.ofVirtual().name("node-lease").unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    private void loop() {
        Duration period = Duration.ofSeconds(durationSeconds).dividedBy(RENEWALS);
        try {
            while (true) {
                try {
                    renew();
                } catch (RuntimeException e) {
                    log.warnf("cannot renew the lease of node %s: %s", nodeName, e.getMessage());
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        var leases = client.leases().inNamespace(NAMESPACE);
        Lease current = leases.withName(nodeName).get();
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        if (current == null) {
            Lease fresh = new LeaseBuilder()
                    .withNewMetadata()
                    .withName(nodeName)
                    .withNamespace(NAMESPACE)
                    .withOwnerReferences(owner())
                    .endMetadata()
                    .withNewSpec()
                    .withHolderIdentity(nodeName)
                    .withLeaseDurationSeconds(durationSeconds)
                    .withRenewTime(now)
                    .endSpec()
                    .build();
            leases.resource(fresh).create();
            return;
        }
        Lease renewed = new LeaseBuilder(current)
                .editMetadata()
                .withOwnerReferences(
                        current.getMetadata().getOwnerReferences().isEmpty()
                                ? owner()
                                : current.getMetadata().getOwnerReferences())
                .endMetadata()
                .editSpec()
                .withHolderIdentity(nodeName)
                .withLeaseDurationSeconds(durationSeconds)
                .withRenewTime(now)
                .endSpec()
                .build();
        leases.resource(renewed).update();
    }

    private List<OwnerReference> owner() {
        return node.get()
                .map(owner -> List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(nodeName)
                        .withUid(owner.getMetadata().getUid())
                        .build()))
                .orElse(List.of());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
