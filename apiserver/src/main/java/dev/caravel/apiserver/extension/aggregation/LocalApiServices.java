package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.bootstrap.Concurrently;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.status.ApiException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps an APIService for every group version that this server itself serves. Thread-safe; blocks. */
final class LocalApiServices {
    /** Upstream's step. */
    static final String STEP = "apiservice-registration-controller";

    static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";

    /** How long an APIService is kept as this server wants it: when the server starts, or always. */
    private static final String ON_START = "onstart";

    private static final String ALWAYS = "true";

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Set<String> ours = ConcurrentHashMap.newKeySet();

    LocalApiServices(ObjectReader reader, ObjectWriter writer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** Once, at the start: those of the built-in group versions. */
    void ensureBuiltIn(Collection<GroupVersion> served) throws InterruptedException {
        ensure(served.stream().filter(Priority::isBuiltIn).toList(), ON_START);
    }

    /** Whenever they change: those of custom resources. What was never served here may be another server's. */
    void ensureCustom(Collection<GroupVersion> served) throws InterruptedException {
        served.forEach(each -> ours.add(each.apiServiceName()));
        ensure(served, ALWAYS);
    }

    private void ensure(Collection<GroupVersion> served, String managed) throws InterruptedException {
        Map<String, ObjectNode> wanted = served.stream()
                .map(groupVersion -> describe(groupVersion, managed))
                .collect(Collectors.toMap(LocalApiServices::name, Function.identity()));
        Map<String, ObjectNode> stored = reader.list(ApiServices.RESOURCE, "").stream()
                .collect(Collectors.toMap(LocalApiServices::name, Function.identity()));
        List<Runnable> actions = new ArrayList<>();
        wanted.forEach((name, object) ->
                change(object, Optional.ofNullable(stored.get(name))).ifPresent(actions::add));
        stored.forEach((name, object) -> {
            boolean ownWord = managed.equals(ON_START) || ours.contains(name);
            if (managedOf(object).equals(managed) && !wanted.containsKey(name) && ownWord) {
                actions.add(() -> delete(name));
            }
        });
        Concurrently.map(actions, action -> {
            action.run();
            return true;
        });
    }

    /** What somebody else has made is theirs. */
    private Optional<Runnable> change(ObjectNode wanted, Optional<ObjectNode> stored) {
        if (stored.isEmpty()) {
            return Optional.of(() -> create(wanted));
        }
        ObjectNode known = stored.get();
        boolean asWanted = known.path("spec").equals(wanted.path("spec"))
                && managedOf(known).equals(managedOf(wanted));
        return managedOf(known).isEmpty() || asWanted
                ? Optional.empty()
                : Optional.of(() -> writer.mutate(ApiServices.RESOURCE, "", name(wanted), object -> {
                    object.withObject("/metadata/labels").put(MANAGED, managedOf(wanted));
                    object.set("spec", wanted.get("spec"));
                    return object;
                }));
    }

    /** Another server may be faster. */
    private void create(ObjectNode wanted) {
        writer.createUnlessPresent(ApiServices.RESOURCE, "", wanted);
    }

    private void delete(String name) {
        try {
            writer.delete(
                    ApiServices.RESOURCE,
                    "",
                    name,
                    JsonNodeFactory.instance.objectNode(),
                    UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS));
        } catch (ApiException e) {
            if (e.status().code() != 404) {
                throw e;
            }
        }
    }

    private static ObjectNode describe(GroupVersion groupVersion, String managed) {
        Priority priority = Priority.of(groupVersion);
        ObjectNode object = JsonCodec.object().put("kind", "APIService").put("apiVersion", "apiregistration.k8s.io/v1");
        object.putObject("metadata")
                .put("name", groupVersion.apiServiceName())
                .putObject("labels")
                .put(MANAGED, managed);
        ObjectNode spec = object.putObject("spec");
        if (!groupVersion.group().isEmpty()) {
            spec.put("group", groupVersion.group());
        }
        spec.put("version", groupVersion.version())
                .put("groupPriorityMinimum", priority.group())
                .put("versionPriority", priority.version());
        return object;
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private static String managedOf(ObjectNode object) {
        return object.path("metadata").path("labels").path(MANAGED).asText();
    }
}
