package dev.caravel.apiserver.kinds.components;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.bootstrap.Concurrently;
import dev.caravel.apiserver.registry.ComputedResource;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.StorageException;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code componentstatuses}, deprecated since v1.19: asks the components of the control plane that may be on this machine. */
public final class ComponentStatuses implements ComputedResource {
    private static final int CONTROLLER_MANAGER_PORT = 10_257;
    private static final int SCHEDULER_PORT = 10_259;

    private final TreeMap<String, Supplier<ComponentHealth>> probes;

    ComponentStatuses(Map<String, Supplier<ComponentHealth>> probes) {
        this.probes = new TreeMap<>(probes);
    }

    public static ComponentStatuses of(Vertx vertx, Storage storage) {
        return new ComponentStatuses(Map.of(
                "controller-manager", new HealthzProbe(vertx, CONTROLLER_MANAGER_PORT),
                "scheduler", new HealthzProbe(vertx, SCHEDULER_PORT),
                "etcd-0", () -> etcd(storage)));
    }

    private static ComponentHealth etcd(Storage storage) {
        try {
            storage.currentRevision();
            return ComponentHealth.healthy("ok");
        } catch (StorageException e) {
            return new ComponentHealth(false, "", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public GroupResource resource() {
        return new GroupResource("", "componentstatuses");
    }

    @Override
    public List<ObjectNode> list() {
        try {
            return Concurrently.map(probes.keySet(), name -> status(name, probes.get(name)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Statuses.serviceUnavailable("the server is stopping");
        }
    }

    @Override
    public Optional<ObjectNode> get(String name) {
        return Optional.ofNullable(probes.get(name)).map(probe -> status(name, probe));
    }

    private static ObjectNode status(String name, Supplier<ComponentHealth> probe) {
        ComponentHealth health = probe.get();
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "ComponentStatus")
                .put("apiVersion", "v1");
        status.putObject("metadata").put("name", name);
        ObjectNode condition = status.putArray("conditions").addObject();
        condition.put("type", "Healthy").put("status", health.healthy() ? "True" : "False");
        if (!health.message().isEmpty()) {
            condition.put("message", health.message());
        }
        if (!health.error().isEmpty()) {
            condition.put("error", health.error());
        }
        return status;
    }
}
