package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.CrdConditions.Condition;
import dev.caravel.apiserver.extension.NameAcceptance.Decision;
import dev.caravel.apiserver.extension.ServedResources.Custom;
import dev.caravel.apiserver.extension.schema.CustomResourceFactory;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.storage.cache.WatchCache;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * Follows CustomResourceDefinitions: grants them their names, establishes them, serves their resources while they are
 * established, and cleans up when they are deleted. One thread decides; what it has decided is in {@link ServedResources}.
 */
public final class CustomResourceDefinitions implements AutoCloseable {
    static final GroupResource RESOURCE = new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    private static final Logger log = Logger.getLogger(CustomResourceDefinitions.class);
    private static final Condition IS_ESTABLISHED = new Condition(
            CrdConditions.ESTABLISHED, "True", "InitialNamesAccepted", "the initial names have been accepted");
    private static final Condition NOT_ESTABLISHED =
            new Condition(CrdConditions.ESTABLISHED, "False", "NotAccepted", "not all names are accepted");

    private final ServedResources served;
    private final WatchCache cache;
    private final CustomResourceFactory factory;
    private final ConversionFactory conversions;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final CustomResourceCleanup cleanup;
    private final Clock clock;

    private final Map<String, ObjectNode> definitions = new HashMap<>();

    /** What is served of a definition was made of this. */
    private final Map<String, JsonNode> servedSpecs = new HashMap<>();

    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private AutoCloseable watch = () -> {};
    private Thread worker;

    public CustomResourceDefinitions(
            ServedResources served,
            WatchCache cache,
            CustomResourceFactory factory,
            ConversionFactory conversions,
            ObjectReader reader,
            ObjectWriter writer,
            Clock clock) {
        this.served = requireNonNull(served, "served is null");
        this.cache = requireNonNull(cache, "cache is null");
        this.factory = requireNonNull(factory, "factory is null");
        this.conversions = requireNonNull(conversions, "conversions is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.cleanup = new CustomResourceCleanup(reader, writer, clock);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Returns when all that is established is served. */
    public void follow() throws InterruptedException {
        worker = Thread.ofVirtual().name("custom-resource-definitions").start(this::work);
        watch = reader.watch(RESOURCE, new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                work.add(() -> changed(object));
            }

            @Override
            public void deleted(ObjectNode object) {
                work.add(() -> gone(object));
            }

            @Override
            public void synced() {
                work.add(told::countDown);
            }
        });
        told.await();
    }

    private void work() {
        try {
            while (true) {
                Runnable next = work.take();
                try {
                    next.run();
                } catch (RuntimeException e) {
                    log.error("cannot take up a CustomResourceDefinition", e);
                }
            }
        } catch (InterruptedException e) {
            log.debug("no longer following CustomResourceDefinitions");
        }
    }

    private void changed(ObjectNode crd) {
        definitions.put(name(crd), crd);
        served.setTerminating(name(crd), CrdConditions.isTrue(crd, CrdConditions.TERMINATING));
        Decision decision = new NameAcceptance(crd, definitions.values()).decide(crd);
        if (!isRecorded(crd, decision)) {
            record(crd, decision); // comes back as a change
            return;
        }
        if (CrdConditions.isTrue(crd, CrdConditions.ESTABLISHED)) {
            serve(crd);
        }
        if (crd.at("/metadata").has("deletionTimestamp") && CleanupMark.isOn(crd)) {
            cleanup.begin(crd, served.custom(name(crd)).isPresent());
        }
    }

    private static boolean isRecorded(ObjectNode crd, Decision decision) {
        boolean accepted = decision.condition().status().equals("True");
        return crd.at("/status/acceptedNames").equals(decision.accepted())
                && condition(crd, CrdConditions.NAMES_ACCEPTED)
                        .equals(decision.condition().reason())
                && (!accepted || CrdConditions.isTrue(crd, CrdConditions.ESTABLISHED))
                && !condition(crd, CrdConditions.ESTABLISHED).isEmpty();
    }

    private static String condition(ObjectNode crd, String type) {
        for (JsonNode condition : crd.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("reason").asText();
            }
        }
        return "";
    }

    /** Whoever hears that a definition is established may use it at once: it is served before. */
    private void record(ObjectNode crd, Decision decision) {
        if (decision.condition().status().equals("True")) {
            serve(decided(crd.deepCopy(), decision));
        }
        try {
            writer.amend(RESOURCE, "", name(crd), false, object -> decided(object, decision));
        } catch (ApiException e) {
            if (e.status().code() != 404) {
                throw e;
            }
        }
    }

    /** A definition that was established once stays so, even when it asks for further names that it does not get. */
    private ObjectNode decided(ObjectNode crd, Decision decision) {
        crd.withObject("/status").set("acceptedNames", decision.accepted());
        CrdConditions.set(crd, decision.condition(), clock.instant());
        if (decision.condition().status().equals("True")) {
            CrdConditions.set(crd, IS_ESTABLISHED, clock.instant());
        } else if (!CrdConditions.isTrue(crd, CrdConditions.ESTABLISHED)) {
            CrdConditions.set(crd, NOT_ESTABLISHED, clock.instant());
        }
        return crd;
    }

    private void serve(ObjectNode crd) {
        JsonNode made = served.custom(name(crd)).isPresent() ? servedSpecs.get(name(crd)) : null;
        ObjectNode madeOf = crd.objectNode();
        madeOf.set("spec", crd.get("spec"));
        madeOf.set("names", crd.at("/status/acceptedNames"));
        if (madeOf.equals(made)) {
            return;
        }
        Custom resources = resources(crd);
        cache.add(resources.stored());
        servedSpecs.put(name(crd), madeOf);
        served.serve(name(crd), resources);
    }

    private Custom resources(ObjectNode crd) {
        List<Resource> versions = crd.at("/spec/versions")
                .valueStream()
                .filter(version -> version.path("served").asBoolean())
                .map(version -> resource(crd, version.path("name").asText()))
                .toList();
        String stored = storageVersion(crd);
        return new Custom(
                versions,
                versions.stream()
                        .filter(resource -> resource.id().version().equals(stored))
                        .findFirst()
                        .orElseGet(() -> resource(crd, stored)));
    }

    private Resource resource(ObjectNode crd, String version) {
        return factory.resource(crd, version, conversions.conversion(crd, version, storageVersion(crd)));
    }

    private static String storageVersion(ObjectNode crd) {
        return crd.at("/spec/versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .findFirst()
                .map(version -> version.path("name").asText())
                .orElse("");
    }

    private void gone(ObjectNode crd) {
        String name = name(crd);
        definitions.remove(name);
        served.setTerminating(name, false);
        servedSpecs.remove(name);
        Optional<Custom> was = served.custom(name);
        served.withdraw(name);
        was.ifPresent(custom -> cache.remove(custom.stored()));
        // Its names are free now; who waits for them is asked again.
        List.copyOf(definitions.values()).forEach(this::changed);
    }

    private static String name(ObjectNode crd) {
        return crd.at("/metadata/name").asText();
    }

    @Override
    public void close() throws Exception {
        watch.close();
        if (worker != null) {
            worker.interrupt();
        }
    }
}
