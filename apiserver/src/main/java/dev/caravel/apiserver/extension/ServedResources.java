package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.resource.VersionPriority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The built-in resources, and those of CustomResourceDefinitions as they come and go. Thread-safe; readers never wait. */
public final class ServedResources implements ResourceCatalog {
    private record Kind(String group, String version, String kind) {}

    /**
     * What one CustomResourceDefinition adds.
     *
     * @param stored the version that is stored, which need not be served
     */
    public record Custom(List<Resource> served, Resource stored) {
        public Custom {
            served = List.copyOf(served);
            requireNonNull(stored, "stored is null");
        }
    }

    /** All that is asked for, at one moment. */
    private record Snapshot(
            List<Resource> all,
            Map<GroupVersionResource, Resource> byId,
            Map<Kind, Resource> byKind,
            Map<GroupResource, Resource> stored) {}

    private final ResourceCatalog builtIn;
    private final Map<String, Custom> custom = new TreeMap<>();
    private final Set<String> terminating = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot;

    public ServedResources(ResourceCatalog builtIn) {
        this.builtIn = requireNonNull(builtIn, "builtIn is null");
        this.snapshot = take();
    }

    /** Calls {@code listener} after every change, on the thread that makes it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** @param definition the CustomResourceDefinition's name; what it added before is replaced */
    public void serve(String definition, Custom resources) {
        synchronized (custom) {
            custom.put(definition, resources);
            snapshot = take();
        }
        listeners.forEach(Runnable::run);
    }

    public void withdraw(String definition) {
        synchronized (custom) {
            if (custom.remove(definition) == null) {
                return;
            }
            snapshot = take();
        }
        listeners.forEach(Runnable::run);
    }

    /** Whether no more objects of what a definition adds are to be created. */
    void setTerminating(String definition, boolean ends) {
        if (ends) {
            terminating.add(definition);
        } else {
            terminating.remove(definition);
        }
    }

    boolean isTerminating(GroupResource resource) {
        return !terminating.isEmpty() && terminating.contains(resource.toString());
    }

    public Optional<Custom> custom(String definition) {
        synchronized (custom) {
            return Optional.ofNullable(custom.get(definition));
        }
    }

    private Snapshot take() {
        List<Resource> served = custom.values().stream()
                .flatMap(each -> each.served().stream())
                .sorted(VersionPriority.OF_RESOURCES)
                .toList();
        Map<GroupVersionResource, Resource> byId = new HashMap<>();
        Map<Kind, Resource> byKind = new HashMap<>();
        for (Resource resource : served) {
            byId.put(resource.id(), resource);
            byKind.put(
                    new Kind(
                            resource.id().group(),
                            resource.id().version(),
                            resource.definition().kind()),
                    resource);
        }
        Map<GroupResource, Resource> stored = new HashMap<>();
        custom.values().forEach(each -> stored.put(each.stored().id().groupResource(), each.stored()));
        List<Resource> all = new ArrayList<>(builtIn.all());
        all.addAll(served);
        return new Snapshot(List.copyOf(all), byId, byKind, stored);
    }

    @Override
    public Optional<Resource> find(GroupVersionResource id) {
        return builtIn.find(id).or(() -> Optional.ofNullable(snapshot.byId().get(id)));
    }

    @Override
    public Optional<Resource> find(GroupResource id) {
        return builtIn.find(id).or(() -> Optional.ofNullable(snapshot.stored().get(id)));
    }

    @Override
    public Optional<Resource> findKind(String group, String version, String kind) {
        return builtIn.findKind(group, version, kind)
                .or(() -> Optional.ofNullable(snapshot.byKind().get(new Kind(group, version, kind))));
    }

    @Override
    public Collection<Resource> all() {
        return snapshot.all();
    }
}
