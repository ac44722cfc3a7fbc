package dev.caravel.kubelet.node;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.config.Configuration;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Registers this node and keeps its status told, at the periods that Kubernetes specifies. */
public final class NodeLoop implements AutoCloseable {
    private static final Logger log = Logger.getLogger(NodeLoop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration MAX_RETRY = Duration.ofSeconds(7);

    private final String nodeName;
    private final Configuration configuration;
    private final Map<String, String> labels;
    private final NodeReport report;
    private final KubernetesClient client;
    private final EventRecorder events;
    private final Clock clock;
    private final Consumer<Node> seen;
    private final Thread thread;
    private volatile Node node;
    private NodeStatus told = new NodeStatus();
    private Instant toldAt = Instant.EPOCH;

    /** @param seen told of the node as the API has it, each time it is read */
    public NodeLoop(
            String nodeName,
            Configuration configuration,
            Map<String, String> labels,
            NodeReport report,
            KubernetesClient client,
            EventRecorder events,
            Clock clock,
            Consumer<Node> seen) {
        this.nodeName = requireNonNull(nodeName, "nodeName is null");
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.labels = Map.copyOf(labels);
        this.report = requireNonNull(report, "report is null");
        this.client = requireNonNull(client, "client is null");
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.seen = requireNonNull(seen, "seen is null");
        this.thread = Thread.ofVirtual().name("node").unstarted(this::loop);
    }

    public void start() {
        events.record(reference(), EventType.NORMAL, "Starting", "Starting kubelet.");
        thread.start();
    }

    /** The node as last seen in the API. */
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    private void loop() {
        Duration retry = FIRST_RETRY;
        try {
            while (true) {
                try {
                    update();
                    retry = FIRST_RETRY;
                    Thread.sleep(configuration.nodeStatusUpdateFrequency());
                } catch (RuntimeException e) {
                    log.warnf("cannot tell the status of node %s: %s", nodeName, e.getMessage());
                    Thread.sleep(retry);
                    retry = retry.multipliedBy(2).compareTo(MAX_RETRY) < 0 ? retry.multipliedBy(2) : MAX_RETRY;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void update() {
        Node current = client.nodes().withName(nodeName).get();
        if (current == null) {
            if (!configuration.registerNode()) {
                throw new IllegalStateException("node \"" + nodeName + "\" not found");
            }
            current = register();
        }
        node = current;
        seen.accept(current);
        tell(current);
    }

    private Node register() {
        Node fresh = new NodeBuilder()
                .withNewMetadata()
                .withName(nodeName)
                .withLabels(allLabels())
                .addToAnnotations("volumes.kubernetes.io/controller-managed-attach-detach", "true")
                .endMetadata()
                .withNewSpec()
                .withTaints(configuration.taints())
                .endSpec()
                .withStatus(report.of(List.of(), clock.instant()))
                .build();
        try {
            Node created = client.nodes().resource(fresh).create();
            log.infof("registered node %s", nodeName);
            return created;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return client.nodes().withName(nodeName).get();
            }
            throw e;
        }
    }

    private void tell(Node current) {
        Instant now = clock.instant();
        List<NodeCondition> before =
                current.getStatus() == null ? List.of() : current.getStatus().getConditions();
        NodeStatus status = report.of(before, now);
        labelIfNeeded(current);
        boolean due = toldAt.plus(configuration.nodeStatusReportFrequency()).isBefore(now);
        if (!due && withoutHeartbeat(status).equals(withoutHeartbeat(told))) {
            return;
        }
        String patch = Serialization.asJson(Map.of("status", status));
        client.nodes()
                .withName(nodeName)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
        tellTurns(status);
        told = status;
        toldAt = now;
    }

    /** A node that was there before us may lack labels that are ours to set. */
    private void labelIfNeeded(Node current) {
        Map<String, String> known = current.getMetadata().getLabels() == null
                ? Map.of()
                : current.getMetadata().getLabels();
        Map<String, String> missing = new LinkedHashMap<>(allLabels());
        missing.entrySet().removeIf(label -> label.getValue().equals(known.get(label.getKey())));
        if (!missing.isEmpty()) {
            String patch = Serialization.asJson(Map.of("metadata", Map.of("labels", missing)));
            client.nodes().withName(nodeName).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
        }
    }

    private void tellTurns(NodeStatus status) {
        for (NodeCondition condition : status.getConditions()) {
            String before = told.getConditions().stream()
                    .filter(old -> old.getType().equals(condition.getType()))
                    .map(NodeCondition::getStatus)
                    .findFirst()
                    .orElse("");
            if (!before.equals(condition.getStatus())) {
                String reason = NodeEvents.reason(condition);
                events.record(reference(), EventType.NORMAL, reason, "Node " + nodeName + " status is now: " + reason);
            }
        }
    }

    private static NodeStatus withoutHeartbeat(NodeStatus status) {
        NodeStatus copy = new NodeStatusBuilder(status).build();
        copy.getConditions().forEach(condition -> condition.setLastHeartbeatTime(null));
        return copy;
    }

    private Map<String, String> allLabels() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("kubernetes.io/hostname", nodeName);
        all.put("kubernetes.io/os", "linux");
        all.put("kubernetes.io/arch", Machine.architecture());
        all.put("beta.kubernetes.io/os", "linux");
        all.put("beta.kubernetes.io/arch", Machine.architecture());
        all.putAll(labels);
        return all;
    }

    /** Events about a node carry its name for a uid: that is by what kubectl describe finds them. */
    private ObjectReference reference() {
        return new ObjectReferenceBuilder()
                .withKind("Node")
                .withName(nodeName)
                .withUid(nodeName)
                .build();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
