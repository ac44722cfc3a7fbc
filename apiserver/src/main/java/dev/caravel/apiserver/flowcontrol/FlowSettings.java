package dev.caravel.apiserver.flowcontrol;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Follows the stored objects of flow control: hands on what they say, tells of schemas whose level is missing, and has
 * mandatory objects that somebody removed brought back.
 */
final class FlowSettings implements AutoCloseable {
    private static final Logger log = Logger.getLogger(FlowSettings.class);

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Bootstrap bootstrap;
    private final Clock clock;
    private final Consumer<FlowConfiguration> listener;
    private final Map<String, FlowSchema> schemas = new TreeMap<>();
    private final Map<String, PriorityLevel> levels = new TreeMap<>();
    private final Semaphore maintenance = new Semaphore(0);
    private final Thread maintainer;
    private volatile AutoCloseable watches = () -> {};

    FlowSettings(
            ObjectReader reader,
            ObjectWriter writer,
            Bootstrap bootstrap,
            Clock clock,
            Consumer<FlowConfiguration> listener) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.bootstrap = requireNonNull(bootstrap, "bootstrap is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.maintainer = Thread.ofVirtual().name("flow-control-objects").unstarted(this::maintain);
    }

    void follow() {
        AutoCloseable first = watch(FlowObjects.PRIORITY_LEVELS, levels, PriorityLevel::of);
        AutoCloseable second = watch(FlowObjects.FLOW_SCHEMAS, schemas, FlowSchema::of);
        watches = () -> {
            first.close();
            second.close();
        };
    }

    /** The objects are there from now on. */
    void maintainFromNow() {
        maintainer.start();
        maintenance.release();
    }

    private <T> AutoCloseable watch(GroupResource resource, Map<String, T> known, Function<ObjectNode, T> read) {
        return reader.watch(resource, new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                T now = read.apply(object);
                change(() -> !now.equals(known.put(object.at("/metadata/name").asText(), now)));
            }

            @Override
            public void deleted(ObjectNode object) {
                change(() -> known.remove(object.at("/metadata/name").asText()) != null);
            }
        });
    }

    private void change(BooleanSupplier change) {
        FlowConfiguration configuration;
        synchronized (this) {
            if (!change.getAsBoolean()) {
                return;
            }
            configuration = new FlowConfiguration(schemas.values(), levels.values());
        }
        listener.accept(configuration);
        maintenance.release();
    }

    private void maintain() {
        try {
            while (true) {
                maintenance.acquire();
                maintenance.drainPermits();
                try {
                    bootstrap.ensure();
                    tellWhatIsMissing();
                } catch (RuntimeException e) {
                    log.warnf("the objects of flow control cannot be kept: %s", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            log.debug("no longer keeping the objects of flow control");
        }
    }

    private void tellWhatIsMissing() {
        FlowConfiguration configuration;
        synchronized (this) {
            configuration = new FlowConfiguration(schemas.values(), levels.values());
        }
        for (ObjectNode schema : reader.list(FlowObjects.FLOW_SCHEMAS, "")) {
            String level = schema.at("/spec/priorityLevelConfiguration/name").asText();
            boolean exists = configuration.hasLevel(level);
            if (setDangling(schema, level, exists)) {
                writer.amend(
                        FlowObjects.FLOW_SCHEMAS,
                        "",
                        schema.at("/metadata/name").asText(),
                        false,
                        object -> {
                            setDangling(object, level, exists);
                            return object;
                        });
            }
        }
    }

    /** In place; false when the object says so already. */
    private boolean setDangling(ObjectNode schema, String level, boolean exists) {
        ObjectNode condition = null;
        for (JsonNode each : schema.at("/status/conditions")) {
            if (each.path("type").asText().equals("Dangling")) {
                condition = (ObjectNode) each;
            }
        }
        String message = "This FlowSchema references the PriorityLevelConfiguration object named \"" + level + "\" "
                + (exists ? "and it exists" : "but there is no such object");
        if (condition != null && condition.path("message").asText().equals(message)) {
            return false;
        }
        if (condition == null) {
            condition = schema.withObject("/status").withArray("conditions").addObject();
        }
        condition
                .put("type", "Dangling")
                .put("status", exists ? "False" : "True")
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", exists ? "Found" : "NotFound")
                .put("message", message);
        return true;
    }

    @Override
    public void close() throws Exception {
        watches.close();
        maintainer.interrupt();
    }
}
