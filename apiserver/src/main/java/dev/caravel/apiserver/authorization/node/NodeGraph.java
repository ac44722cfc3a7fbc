package dev.caravel.apiserver.authorization.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Which objects the pods of a node need. Kept up to date by watches; thread-safe; does not block. */
public final class NodeGraph {
    /** An object that a node may need. @param namespace empty for cluster-scoped ones */
    record Ref(String resource, String namespace, String name) {
        static Ref of(String resource, ObjectNode object) {
            return new Ref(
                    resource,
                    object.at("/metadata/namespace").asText(),
                    object.at("/metadata/name").asText());
        }
    }

    private record Node(String node, Set<Ref> needs) {}

    private record Volume(Ref claim, Set<Ref> secrets) {}

    private static final String NODE = ".spec.nodeName";

    private final Map<Ref, Node> pods = new ConcurrentHashMap<>();

    /** How many pods of which node need an object; written under the lock of this map. */
    private final Map<Ref, Map<String, Integer>> needed = new HashMap<>();

    private final Map<Ref, Volume> volumes = new ConcurrentHashMap<>();
    private final Map<Ref, String> owned = new ConcurrentHashMap<>();

    /** Follows the stored objects until closed. */
    public AutoCloseable follow(ObjectReader reader) {
        List<AutoCloseable> watches = List.of(
                reader.watch(
                        new GroupResource("", "pods"), observer("pods", podFields(), this::setPod, this::removePod)),
                reader.watch(
                        new GroupResource("", "persistentvolumes"),
                        observer("persistentvolumes", Set.of(), this::setVolume, volumes::remove)),
                reader.watch(
                        new GroupResource("storage.k8s.io", "volumeattachments"),
                        observer("volumeattachments", Set.of(NODE), this::own, owned::remove)),
                reader.watch(
                        new GroupResource("resource.k8s.io", "resourceslices"),
                        observer("resourceslices", Set.of(NODE), this::own, owned::remove)));
        return () -> {
            for (AutoCloseable watch : watches) {
                watch.close();
            }
        };
    }

    @FunctionalInterface
    private interface Setter {
        void set(Ref ref, ObjectNode object);
    }

    private static Observer observer(String resource, Set<String> fields, Setter setter, Function<Ref, ?> remover) {
        return new Observer() {
            @Override
            public Set<String> fields() {
                return fields;
            }

            @Override
            public void set(ObjectNode object) {
                setter.set(Ref.of(resource, object), object);
            }

            @Override
            public void deleted(ObjectNode object) {
                remover.apply(Ref.of(resource, object));
            }
        };
    }

    private static Set<String> podFields() {
        Set<String> fields = new HashSet<>(PodReferences.FIELDS);
        fields.add(NODE);
        return fields;
    }

    private static String node(ObjectNode object) {
        return object.at("/spec/nodeName").asText();
    }

    private void own(Ref ref, ObjectNode object) {
        owned.put(ref, node(object));
    }

    private void setPod(Ref ref, ObjectNode pod) {
        String name = node(pod);
        if (!name.isEmpty()) {
            Node now = new Node(name, PodReferences.of(pod));
            count(now, 1);
            Node before = pods.put(ref, now);
            if (before != null) {
                count(before, -1);
            }
        }
    }

    private Node removePod(Ref ref) {
        Node before = pods.remove(ref);
        if (before != null) {
            count(before, -1);
        }
        return before;
    }

    private void count(Node node, int change) {
        synchronized (needed) {
            for (Ref need : node.needs()) {
                Map<String, Integer> nodes = needed.computeIfAbsent(need, _ -> new HashMap<>());
                nodes.merge(node.node(), change, (a, b) -> a + b == 0 ? null : a + b);
                if (nodes.isEmpty()) {
                    needed.remove(need);
                }
            }
        }
    }

    private void setVolume(Ref ref, ObjectNode volume) {
        volumes.put(
                ref,
                new Volume(
                        new Ref(
                                "persistentvolumeclaims",
                                volume.at("/spec/claimRef/namespace").asText(),
                                volume.at("/spec/claimRef/name").asText()),
                        PodReferences.volumeSecrets(volume)));
    }

    /** Whether the node may see the object, for the sake of a pod that it runs, or because it is the node's own. */
    boolean connects(String node, Ref ref) {
        return switch (ref.resource()) {
            case "pods" -> pods.containsKey(ref) && pods.get(ref).node().equals(node);
            case "persistentvolumes" ->
                volumes.containsKey(ref) && isNeeded(node, volumes.get(ref).claim());
            case "volumeattachments", "resourceslices" -> node.equals(owned.get(ref));
            case "secrets" -> isNeeded(node, ref) || isSecretOfVolume(node, ref);
            default -> isNeeded(node, ref);
        };
    }

    private boolean isSecretOfVolume(String node, Ref secret) {
        return volumes.values().stream()
                .anyMatch(volume -> volume.secrets().contains(secret) && isNeeded(node, volume.claim()));
    }

    private boolean isNeeded(String node, Ref ref) {
        synchronized (needed) {
            return needed.getOrDefault(ref, Map.of()).containsKey(node);
        }
    }
}
