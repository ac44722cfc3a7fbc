package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.machinery.reconcile.WorkQueue;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds out of every APIService whether its server answers, and writes it to the status. */
final class AvailabilityController implements AutoCloseable {
    private static final Logger log = Logger.getLogger(AvailabilityController.class);

    static final GroupResource SERVICES = new GroupResource("", "services");
    static final GroupResource ENDPOINT_SLICES = new GroupResource("discovery.k8s.io", "endpointslices");

    /** Upstream's: a network that has come apart is not seen by watching objects. */
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ApiServices services;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final DiscoveryProbe probe;
    private final RemoteResources resources;
    private final AvailabilityMetrics metrics;
    private final WorkQueue<String> queue;
    private final Clock clock;
    private final Thread worker;

    /** Whether services and endpoint slices are followed: only once a server is behind one. */
    private AutoCloseable backends;

    AvailabilityController(
            ApiServices services,
            ObjectReader reader,
            ObjectWriter writer,
            DiscoveryProbe probe,
            RemoteResources resources,
            AvailabilityMetrics metrics,
            WorkQueue<String> queue,
            Clock clock) {
        this.services = requireNonNull(services, "services is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.resources = requireNonNull(resources, "resources is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.queue = requireNonNull(queue, "queue is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.worker = Thread.ofVirtual().name("apiservice-availability").unstarted(this::work);
        services.onChange(queue::add);
    }

    void start() {
        worker.start();
    }

    private void work() {
        try {
            for (String name = queue.take(); name != null; name = queue.take()) {
                try {
                    check(name);
                } finally {
                    queue.done(name);
                }
            }
        } catch (InterruptedException e) {
            log.debug("no longer checking APIServices");
        }
    }

    private void check(String name) throws InterruptedException {
        try {
            Optional<ApiService> service = services.get(name);
            if (service.isEmpty()) {
                metrics.forget(name);
                resources.forget(name);
                queue.forget(name);
            } else if (service.get().service().isEmpty()) {
                write(name, Availability.LOCAL);
            } else {
                checkRemote(service.get());
            }
        } catch (RuntimeException e) {
            log.warnf("APIService %s: cannot be checked, will retry: %s", name, e.getMessage());
            queue.addRateLimited(name);
        }
    }

    private void checkRemote(ApiService service) throws InterruptedException {
        followBackends();
        Availability availability = judge(service);
        write(service.name(), availability);
        if (availability.reason().equals("FailedDiscoveryCheck")) {
            queue.addRateLimited(service.name());
        } else {
            queue.forget(service.name());
            queue.addAfter(service.name(), RECHECK);
        }
    }

    private Availability judge(ApiService service) throws InterruptedException {
        ServiceReference reference = service.service().orElseThrow();
        Optional<ObjectNode> backend = reader.get(SERVICES, reference.namespace(), reference.name());
        List<ObjectNode> slices = reader.list(ENDPOINT_SLICES, reference.namespace()).stream()
                .filter(slice -> serviceOf(slice).equals(reference.name()))
                .toList();
        Optional<Availability> obstacle = Availability.obstacle(reference, backend, slices);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        try {
            resources.put(
                    service.name(), probe.get(service, service.groupVersion().path(), "application/json"));
            describe(service);
            return Availability.PASSED;
        } catch (IOException | ApiException e) {
            return Availability.failedDiscovery(e.getMessage());
        }
    }

    /** Not every server has both. */
    private void describe(ApiService service) throws InterruptedException {
        try {
            resources.putDescription(service, probe.get(service, "/openapi/v3", "application/json"));
        } catch (IOException e) {
            log.debugf("APIService %s has no OpenAPI v3: %s", service.name(), e.getMessage());
        }
        try {
            resources.putSwagger(service, probe.get(service, "/openapi/v2", "application/json"));
        } catch (IOException e) {
            log.debugf("APIService %s has no OpenAPI v2: %s", service.name(), e.getMessage());
        }
    }

    private void write(String name, Availability availability) {
        metrics.set(name, availability);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<ObjectNode> known = reader.get(ApiServices.RESOURCE, "", name);
        if (known.isPresent() && availability.writeTo(known.get(), now)) {
            log.infof("APIService %s: available %s (%s)", name, availability.status(), availability.reason());
            writer.amend(ApiServices.RESOURCE, "", name, false, object -> {
                availability.writeTo(object, now);
                return object;
            });
        }
    }

    private synchronized void followBackends() {
        if (backends != null) {
            return;
        }
        AutoCloseable first = reader.watch(
                SERVICES, new Backends(object -> object.at("/metadata/name").asText()));
        AutoCloseable second = reader.watch(ENDPOINT_SLICES, new Backends(AvailabilityController::serviceOf));
        backends = () -> {
            first.close();
            second.close();
        };
    }

    private static String serviceOf(ObjectNode slice) {
        return slice.path("metadata").path("labels").path(SERVICE_NAME).asText();
    }

    /** Has the APIServices checked whose service has changed. */
    private final class Backends implements ObjectReader.Observer {
        private final java.util.function.Function<ObjectNode, String> serviceName;

        Backends(java.util.function.Function<ObjectNode, String> serviceName) {
            this.serviceName = serviceName;
        }

        @Override
        public void set(ObjectNode object) {
            changed(object);
        }

        @Override
        public void deleted(ObjectNode object) {
            changed(object);
        }

        private void changed(ObjectNode object) {
            String namespace = object.at("/metadata/namespace").asText();
            String name = serviceName.apply(object);
            services.all().stream()
                    .filter(each -> each.service()
                            .filter(it -> it.namespace().equals(namespace)
                                    && it.name().equals(name))
                            .isPresent())
                    .forEach(each -> queue.add(each.name()));
        }
    }

    @Override
    public synchronized void close() throws Exception {
        queue.close();
        worker.interrupt();
        if (backends != null) {
            backends.close();
        }
    }
}
