package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Objects by resource, namespace and name; deletes are noted, and remove the object. */
public final class InMemoryObjects implements ObjectReader, ObjectWriter {
    private record Key(GroupResource resource, String namespace, String name) {}

    private final Map<Key, ObjectNode> objects = new LinkedHashMap<>();
    private long revision;

    /** The options of every delete. */
    public final List<ObjectNode> deletions = new ArrayList<>();

    @Override
    public synchronized Optional<ObjectNode> get(GroupResource resource, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(resource, namespace, name)))
                .map(ObjectNode::deepCopy);
    }

    @Override
    public Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name) {
        return get(resource, namespace, name);
    }

    @Override
    public synchronized List<ObjectNode> list(GroupResource resource, String namespace) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals(resource)
                        && (namespace.isEmpty() || entry.getKey().namespace().equals(namespace)))
                .map(entry -> entry.getValue().deepCopy())
                .toList();
    }

    @Override
    public AutoCloseable watch(GroupResource resource, Observer observer) {
        list(resource, "").forEach(observer::set);
        observer.synced();
        return () -> {};
    }

    @Override
    public ObjectNode create(GroupResource resource, String namespace, ObjectNode object) {
        return put(new Key(resource, namespace, object.at("/metadata/name").asText()), object);
    }

    @Override
    public ObjectNode update(GroupResource resource, String namespace, ObjectNode object) {
        return create(resource, namespace, object);
    }

    @Override
    public ObjectNode mutate(GroupResource resource, String namespace, String name, UnaryOperator<ObjectNode> change) {
        return amend(resource, namespace, name, false, change);
    }

    @Override
    public ObjectNode amend(
            GroupResource resource, String namespace, String name, boolean dryRun, UnaryOperator<ObjectNode> change) {
        ObjectNode changed =
                change.apply(get(resource, namespace, name).orElseThrow(() -> Statuses.notFound(resource, name)));
        return dryRun ? changed : put(new Key(resource, namespace, name), changed);
    }

    @Override
    public synchronized void delete(
            GroupResource resource, String namespace, String name, ObjectNode options, UserInfo user) {
        deletions.add(options);
        objects.remove(new Key(resource, namespace, name));
    }

    private synchronized ObjectNode put(Key key, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        stored.withObject("/metadata").put("resourceVersion", Long.toString(++revision));
        objects.put(key, stored);
        return stored.deepCopy();
    }
}
