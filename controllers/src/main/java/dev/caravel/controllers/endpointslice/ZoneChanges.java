package dev.caravel.controllers.endpointslice;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ChangeListener;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Objects;
import java.util.function.Consumer;

/** Hears of nodes whose zone has changed: endpoints on them tell of it. */
final class ZoneChanges implements ChangeListener<Node> {
    private final Consumer<String> changed;

    ZoneChanges(Consumer<String> changed) {
        this.changed = requireNonNull(changed, "changed is null");
    }

    @Override
    public void added(Node node) {
        if (EndpointGroups.zone(node) != null) {
            changed.accept(node.getMetadata().getName());
        }
    }

    @Override
    public void updated(Node before, Node after) {
        if (!Objects.equals(EndpointGroups.zone(before), EndpointGroups.zone(after))) {
            changed.accept(after.getMetadata().getName());
        }
    }

    @Override
    public void deleted(Node last) {}
}
