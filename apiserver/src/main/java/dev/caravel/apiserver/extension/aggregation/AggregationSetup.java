package dev.caravel.apiserver.extension.aggregation;

import dev.caravel.apiserver.discovery.Discovery;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.flags.AggregationFlags;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.http.Endpoint;
import dev.caravel.apiserver.http.Relay;
import dev.caravel.apiserver.openapi.OpenApi;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.serving.StartupSteps;
import dev.caravel.machinery.reconcile.Delayer;
import dev.caravel.machinery.reconcile.ExponentialBackoff;
import dev.caravel.machinery.reconcile.RateLimitedQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** API servers behind this one, as the flags want it. */
public final class AggregationSetup implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final ResourceCatalog catalog;
    private final CustomApiServices custom;
    private final ApiServices services = new ApiServices();
    private final LocalApiServices local;
    private final AuthenticationTrust trust;
    private final RemoteResources resources = new RemoteResources();
    private final RemoteServers servers;
    private final AvailabilityController availability;
    private final AggregatorRelay relay;
    private final ObjectReader reader;
    private final ScheduledExecutorService executor = Delayer.newExecutor();

    /** @param catalog what this server itself serves */
    public AggregationSetup(
            Vertx vertx,
            AggregationFlags flags,
            AuthenticationFlags authentication,
            ResourceCatalog catalog,
            ObjectReader reader,
            ObjectWriter writer,
            MeterRegistry registry,
            Clock clock) {
        this.catalog = catalog;
        this.reader = reader;
        this.local = new LocalApiServices(reader, writer);
        this.custom = new CustomApiServices(local, this::customGroupVersions);
        this.trust = new AuthenticationTrust(authentication, reader, writer);
        this.servers = new RemoteServers(vertx, flags);
        Function<ServiceReference, SocketAddress> locator =
                flags.routeToEndpoints ? new EndpointIps(reader, new SplittableRandom()) : new ClusterIps(reader);
        this.availability = new AvailabilityController(
                services,
                reader,
                writer,
                new DiscoveryProbe(servers, locator),
                resources,
                new AvailabilityMetrics(registry),
                new RateLimitedQueue<>(
                        "RemoteAvailabilityController",
                        new ExponentialBackoff<>(FIRST_RETRY, LAST_RETRY),
                        Delayer.on(executor),
                        registry),
                clock);
        this.relay = new AggregatorRelay(services, servers, locator, flags.rejectRedirects);
        services.onChange(name -> {
            if (services.get(name).isEmpty()) {
                servers.forget(name);
            }
        });
    }

    /** Before the first request comes. */
    public void follow() throws IOException {
        trust.follow();
        services.follow(reader);
    }

    /** Is to be called when the catalog has changed. */
    public void catalogChanged() {
        custom.changed();
    }

    private Collection<GroupVersion> customGroupVersions() {
        return groupVersions(catalog).stream()
                .filter(each -> !Priority.isServersOwn(each))
                .toList();
    }

    /** Takes the requests that are for other servers. */
    public Relay relay() {
        return relay;
    }

    /** Discovery and OpenAPI that tell of the other servers, too. */
    public Endpoint documents(Discovery own, OpenApi descriptions) {
        return new AggregatedDocuments(own::get, descriptions, services, resources);
    }

    /** What is to be done once this server answers. */
    public void addTo(StartupSteps startup) {
        startup.add(AuthenticationTrust.STEP, trust::ensure)
                .add(LocalApiServices.STEP, () -> local.ensureBuiltIn(groupVersions(catalog)))
                .add("apiservice-status-remote-available-controller", availability::start)
                .add("apiservice-discovery-controller", custom::start);
    }

    private static Collection<GroupVersion> groupVersions(ResourceCatalog catalog) {
        return catalog.all().stream()
                .map(resource ->
                        new GroupVersion(resource.id().group(), resource.id().version()))
                .distinct()
                .toList();
    }

    @Override
    public void close() throws Exception {
        trust.close();
        custom.close();
        availability.close();
        services.close();
        executor.shutdownNow();
        servers.close();
    }
}
