package dev.caravel.apiserver;

import dev.caravel.apiserver.bootstrap.AdvertisedAddress;
import dev.caravel.apiserver.bootstrap.KubernetesService;
import dev.caravel.apiserver.bootstrap.KubernetesService.ServerAddress;
import dev.caravel.apiserver.bootstrap.SystemNamespaces;
import dev.caravel.apiserver.discovery.Discovery;
import dev.caravel.apiserver.kinds.BuiltInBehaviors;
import dev.caravel.apiserver.kinds.services.ServiceBehavior;
import dev.caravel.apiserver.openapi.OpenApi;
import dev.caravel.apiserver.registry.AdmissionStep;
import dev.caravel.apiserver.registry.Behaviors;
import dev.caravel.apiserver.registry.Creation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectStore;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.registry.RegistryReader;
import dev.caravel.apiserver.registry.RegistryWriter;
import dev.caravel.apiserver.registry.Removal;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.serving.ApiServerMetrics;
import dev.caravel.apiserver.serving.PlainAnswer;
import dev.caravel.apiserver.serving.PlainRoutes;
import dev.caravel.apiserver.serving.ServerHealth;
import dev.caravel.apiserver.serving.StartupSteps;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.etcd.EtcdConnection;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** A running API server: composition root of the role. */
final class ApiServer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ApiServer.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ApiServerOptions options;

    private ServerHealth health;

    private ApiServer(ApiServerOptions options) {
        this.options = options;
    }

    static ApiServer start(ApiServerOptions options, Vertx vertx, Router router) throws Exception {
        ApiServer server = new ApiServer(options);
        try {
            server.assemble(vertx, router);
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private void assemble(Vertx vertx, Router router) throws Exception {
        Clock clock = Clock.systemUTC();
        String address = AdvertisedAddress.choose(options.advertiseAddress, options.serving.bindAddress);
        BuiltinCatalog catalog = BuiltinCatalog.load();
        Storage storage = closing(new EtcdStorage(EtcdConnection.open(options.etcd)));
        WatchCache cache = closing(new WatchCache(storage, options.etcd.keyPrefix(), catalog));
        cache.start();

        ObjectStore store = new ObjectStore(storage, options.etcd.keyPrefix());
        ObjectReader reader = new RegistryReader(catalog, store, cache);
        ServiceBehavior services =
                new ServiceBehavior(options.serviceClusterIpRanges, options.serviceNodePortRange, new SecureRandom());
        closing(services.follow(reader));
        Behaviors behaviors = new Behaviors(BuiltInBehaviors.all(services, clock));
        AdmissionStep admission = new AdmissionStep(List.of());
        Removal removal = new Removal(store, behaviors, admission, clock);
        Update update = new Update(store, behaviors, admission, removal);
        Creation creation = new Creation(store, behaviors, admission, clock, new SecureRandom());
        ObjectWriter writer = new RegistryWriter(catalog, creation, update, removal);

        StartupSteps startup = new StartupSteps()
                .add("start-system-namespaces-controller", new SystemNamespaces(reader, writer)::ensure)
                .add(
                        "bootstrap-controller",
                        new KubernetesService(
                                        reader,
                                        writer,
                                        ServerAddress.of(
                                                options.serviceClusterIpRanges.getFirst(), address, options.port()))
                                ::ensure);
        health = new ServerHealth(storage, cache, startup.checks());
        ApiServerMetrics metrics = closing(new ApiServerMetrics());
        PlainRoutes plain = new PlainRoutes(
                health.endpoints(),
                metrics,
                new Discovery(catalog, address + ":" + options.port()),
                new OpenApi(catalog, catalog::schema),
                Map.of());
        install(router, plain);
        closing(inBackground(startup));
    }

    private static AutoCloseable inBackground(StartupSteps startup) {
        Thread thread = Thread.ofVirtual().name("startup").start(() -> {
            try {
                startup.run();
            } catch (InterruptedException e) {
                log.debug("stopped before everything was set up");
            }
        });
        return thread::interrupt;
    }

    private static void install(Router router, PlainRoutes plain) {
        router.route()
                .handler(context -> Thread.startVirtualThread(() -> {
                    PlainAnswer answer = plain.answer(
                                    context.request().path(),
                                    context.request().params(),
                                    context.request().headers())
                            .orElseGet(PlainAnswer::notFound);
                    var response = context.response().setStatusCode(answer.status());
                    answer.headers().forEach(response::putHeader);
                    response.end(Buffer.buffer(answer.body()));
                }));
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        if (health != null) {
            health.stopping();
            linger();
        }
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("cannot stop a part of the server", e);
            }
        }
    }

    /** {@code --shutdown-delay-duration}: load balancers have that long to notice that {@code /readyz} fails. */
    private void linger() {
        try {
            Thread.sleep(options.shutdownDelay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
