package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The stored APIServices at this moment. Thread-safe. */
final class ApiServices implements AutoCloseable {
    static final GroupResource RESOURCE = new GroupResource("apiregistration.k8s.io", "apiservices");

    private final Map<String, ApiService> byName = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile AutoCloseable watch = () -> {};

    /** Listeners are told the name of what has changed, on one thread; they must not block. */
    void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Listeners that are there now are told of everything. */
    void follow(ObjectReader reader) {
        watch = reader.watch(RESOURCE, new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                ApiService service = ApiService.of(object);
                if (!service.equals(byName.put(service.name(), service))) {
                    changed(service.name());
                }
            }

            @Override
            public void deleted(ObjectNode object) {
                String name = object.at("/metadata/name").asText();
                byName.remove(name);
                changed(name);
            }
        });
    }

    private void changed(String name) {
        listeners.forEach(listener -> listener.accept(name));
    }

    Optional<ApiService> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Who serves a group version, when it is not this server. */
    Optional<ApiService> remote(GroupVersion groupVersion) {
        return get(groupVersion.apiServiceName()).filter(each -> each.service().isPresent());
    }

    boolean anyRemote() {
        return byName.values().stream().anyMatch(each -> each.service().isPresent());
    }

    Collection<ApiService> all() {
        return List.copyOf(byName.values());
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
