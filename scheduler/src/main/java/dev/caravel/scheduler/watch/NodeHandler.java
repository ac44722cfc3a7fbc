package dev.caravel.scheduler.watch;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterCache;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.queue.SchedulingQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Brings what happens to nodes to the cache and to the queue. */
public final class NodeHandler implements ResourceEventHandler<Node> {
    private final ClusterCache cache;
    private final SchedulingQueue queue;

    public NodeHandler(ClusterCache cache, SchedulingQueue queue) {
        this.cache = requireNonNull(cache, "cache is null");
        this.queue = requireNonNull(queue, "queue is null");
    }

    @Override
    public void onAdd(Node node) {
        NodeFacts facts = facts(node);
        cache.putNode(facts);
        queue.onEvent(ClusterEvent.NODE_ADD, Change.node(null, facts));
    }

    @Override
    public void onUpdate(Node before, Node after) {
        NodeFacts old = facts(before);
        NodeFacts facts = facts(after);
        if (old.equals(facts)) {
            return;
        }
        cache.putNode(facts);
        NodeChanges.between(old, facts).forEach(event -> queue.onEvent(event, Change.node(old, facts)));
    }

    @Override
    public void onDelete(Node node, boolean stateUnknown) {
        NodeFacts facts = facts(node);
        cache.removeNode(facts.name());
        queue.onEvent(ClusterEvent.NODE_DELETE, Change.node(facts, null));
    }

    private NodeFacts facts(Node node) {
        return NodeFacts.of(node, cache.symbols(), cache.resourceNames());
    }
}
