package dev.caravel.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.admission.AdmissionSetup;
import dev.caravel.apiserver.admission.plugins.SystemPriorityClasses;
import dev.caravel.apiserver.admission.policy.PolicyTypeCheckStatus;
import dev.caravel.apiserver.audit.AuditSetup;
import dev.caravel.apiserver.authentication.AuthenticationSetup;
import dev.caravel.apiserver.authentication.serviceaccount.LegacyTokenTracking;
import dev.caravel.apiserver.authentication.serviceaccount.OpenIdDocuments;
import dev.caravel.apiserver.authorization.AuthorizationSetup;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.rbac.bootstrap.DefaultRoles;
import dev.caravel.apiserver.authorization.rbac.bootstrap.RoleBootstrap;
import dev.caravel.apiserver.bootstrap.AdvertisedAddress;
import dev.caravel.apiserver.bootstrap.DefaultServiceCidr;
import dev.caravel.apiserver.bootstrap.IdentityLease;
import dev.caravel.apiserver.bootstrap.KubernetesService;
import dev.caravel.apiserver.bootstrap.KubernetesService.ServerAddress;
import dev.caravel.apiserver.bootstrap.SystemNamespaces;
import dev.caravel.apiserver.cel.validation.CelRules;
import dev.caravel.apiserver.discovery.Discovery;
import dev.caravel.apiserver.extension.CleanupMark;
import dev.caravel.apiserver.extension.ConversionFactory;
import dev.caravel.apiserver.extension.CustomResourceDefinitions;
import dev.caravel.apiserver.extension.ServedResources;
import dev.caravel.apiserver.extension.aggregation.AggregationSetup;
import dev.caravel.apiserver.extension.schema.SchemaSetup;
import dev.caravel.apiserver.flags.KubeletFlags;
import dev.caravel.apiserver.flowcontrol.FlowControlSetup;
import dev.caravel.apiserver.http.ApplyEndpoint;
import dev.caravel.apiserver.http.CreatePermission;
import dev.caravel.apiserver.http.PatchFormats;
import dev.caravel.apiserver.http.PutEndpoint;
import dev.caravel.apiserver.http.RequestChain;
import dev.caravel.apiserver.http.RequestLimits;
import dev.caravel.apiserver.http.ResourceEndpoint;
import dev.caravel.apiserver.http.ScaleEndpoint;
import dev.caravel.apiserver.http.Subresources;
import dev.caravel.apiserver.http.Termination;
import dev.caravel.apiserver.kinds.BuiltInActions;
import dev.caravel.apiserver.kinds.BuiltInBehaviors;
import dev.caravel.apiserver.kinds.components.ComponentStatuses;
import dev.caravel.apiserver.kinds.services.AddressRepair;
import dev.caravel.apiserver.kinds.services.ServiceBehavior;
import dev.caravel.apiserver.openapi.OpenApi;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.patch.MergePatcher;
import dev.caravel.apiserver.patch.StrategicMergePatcher;
import dev.caravel.apiserver.patch.apply.FieldOwnership;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.registry.AdmissionStep;
import dev.caravel.apiserver.registry.AtHand;
import dev.caravel.apiserver.registry.Behaviors;
import dev.caravel.apiserver.registry.Creation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectStore;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.registry.Reads;
import dev.caravel.apiserver.registry.RegistryReader;
import dev.caravel.apiserver.registry.RegistryWriter;
import dev.caravel.apiserver.registry.Removal;
import dev.caravel.apiserver.registry.Update;
import dev.caravel.apiserver.registry.VirtualCreation;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.table.TableRenderer;
import dev.caravel.apiserver.serving.ApiServerMetrics;
import dev.caravel.apiserver.serving.EtcdCheck;
import dev.caravel.apiserver.serving.PlainRoutes;
import dev.caravel.apiserver.serving.ServerHealth;
import dev.caravel.apiserver.serving.ServerIdentity;
import dev.caravel.apiserver.serving.StartGate;
import dev.caravel.apiserver.serving.StartupSteps;
import dev.caravel.apiserver.serving.UnknownPaths;
import dev.caravel.apiserver.storage.JsonStorage;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.embedded.Compaction;
import dev.caravel.apiserver.storage.embedded.EmbeddedStorage;
import dev.caravel.apiserver.storage.encryption.EncryptedStorage;
import dev.caravel.apiserver.storage.encryption.EncryptionAtRest;
import dev.caravel.apiserver.storage.etcd.Compactor;
import dev.caravel.apiserver.storage.etcd.EtcdConnection;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import dev.caravel.apiserver.streaming.BuiltInConnections;
import dev.caravel.apiserver.streaming.KubeletClient;
import dev.caravel.apiserver.webhook.ServiceLocator;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.etcd.jetcd.Client;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A running API server: composition root of the role. */
final class ApiServer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ApiServer.class);

    private static final Duration RETRY = Duration.ofMillis(500);
    private static final String SCALE = "k8s.io.api.autoscaling.v1.Scale";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ApiServerOptions options;

    private final Termination termination;
    private ServerHealth health;

    private ApiServer(ApiServerOptions options) {
        this.options = options;
        this.termination = new Termination(options.shutdownSendRetryAfter);
    }

    static ApiServer start(ApiServerOptions options, Vertx vertx, StartGate gate) throws Exception {
        ApiServer server = new ApiServer(options);
        try {
            server.assemble(vertx, gate);
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private void assemble(Vertx vertx, StartGate gate) throws Exception {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        String address = AdvertisedAddress.choose(options.advertiseAddress, options.serving.bindAddress);
        ApiServerMetrics metrics = closing(new ApiServerMetrics());
        BuiltinCatalog builtIn = BuiltinCatalog.load();
        ServedResources catalog = new ServedResources(builtIn);
        Optional<EncryptionAtRest> encryption = encryption(metrics, random, clock);
        Storage storage = closing(storage(builtIn, encryption, clock));
        WatchCache cache = closing(new WatchCache(storage, options.etcd.keyPrefix(), catalog));
        cache.start();
        encryption.ifPresent(it -> it.onKeys(cache::readSealed));

        ObjectStore store = new ObjectStore(storage, options.etcd.keyPrefix(), options.etcd.eventTtl);
        ObjectReader reader = new RegistryReader(catalog, store, cache);
        LegacyTokenTracking tracking = new LegacyTokenTracking(clock);
        AuthenticationSetup authentication = closing(new AuthenticationSetup(
                options.authentication,
                new AuthenticationSetup.Surroundings(
                        reader,
                        vertx,
                        metrics.registry(),
                        clock,
                        random,
                        address + ":" + options.port(),
                        tracking,
                        options.authorization.distinguishesUsers())));
        DefaultRoles defaultRoles = DefaultRoles.load();
        AuthorizationSetup authorization = closing(new AuthorizationSetup(
                options.authorization,
                new AuthorizationSetup.Surroundings(
                        reader,
                        defaultRoles,
                        vertx,
                        metrics.registry(),
                        clock,
                        random,
                        address + ":" + options.port())));
        Authorizer authorizer = authorization.authorizer();
        ServiceBehavior services =
                new ServiceBehavior(options.serviceClusterIpRanges, options.serviceNodePortRange, random);
        closing(services.follow(reader));
        SchemaSetup schemas = SchemaSetup.of(builtIn, new CelRules(), new CleanupMark(clock));
        Behaviors behaviors = new Behaviors(BuiltInBehaviors.all(services, schemas.definitions(), clock));
        WebhookClient webhooks = closing(new WebhookClient(vertx, new ServiceLocator(reader)));
        AdmissionStep admission = new AdmissionStep(AdmissionSetup.plugins(
                options.access,
                catalog,
                reader,
                store,
                authorization.policy(),
                authorizer,
                webhooks,
                metrics.registry(),
                vertx,
                clock,
                random));
        Removal removal = new Removal(store, behaviors, admission, clock);
        FieldOwnership ownership = new FieldOwnership(catalog, clock);
        Update update = new Update(store, new AtHand(cache, store), behaviors, admission, ownership, removal);
        Creation creation = new Creation(store, behaviors, admission, ownership, clock, random);
        ObjectWriter writer = new RegistryWriter(catalog, creation, update, removal);
        services.writeDownAddresses(reader, writer);
        closing(new PolicyTypeCheckStatus(catalog, reader, writer).follow());

        Reads reads = new Reads(storage, store, cache);
        PatchFormats patches =
                new PatchFormats(List.of(new JsonPatcher(), new MergePatcher(), new StrategicMergePatcher()));
        BuiltInConnections connections = closing(new BuiltInConnections(
                vertx, authorizer, reader, kubeletCredentials(options.kubelet), options.kubelet.preferredAddressTypes));

        IdentityLease identity = closing(
                new IdentityLease(reader, writer, clock, ServerIdentity.ofThisHost(), ServerIdentity.hostname()));
        StartupSteps startup = new StartupSteps(RETRY)
                .add("start-system-namespaces-controller", new SystemNamespaces(reader, writer)::ensure)
                .add(SystemPriorityClasses.STEP, new SystemPriorityClasses(reader, writer)::ensure)
                .add(
                        "start-kubernetes-service-cidr-controller",
                        new DefaultServiceCidr(reader, writer, options.serviceClusterIpRanges, clock)::ensure)
                .then()
                .add(RoleBootstrap.STEP, new RoleBootstrap(reader, writer, defaultRoles)::ensure)
                .add(
                        "bootstrap-controller",
                        new KubernetesService(
                                        reader,
                                        writer,
                                        ServerAddress.of(
                                                options.serviceClusterIpRanges.getFirst(), address, options.port()))
                                ::ensure)
                .add("start-legacy-token-tracking-controller", () -> tracking.begin(reader, writer))
                .add("start-kube-apiserver-identity-lease-controller", identity::hold)
                .add("start-kube-apiserver-identity-lease-garbage-collector", identity::collect)
                .then()
                .add("start-service-ip-repair-controllers", new AddressRepair(reader, writer, clock)::run);
        AggregationSetup aggregation = closing(new AggregationSetup(
                vertx,
                options.aggregation,
                options.authentication,
                builtIn,
                reader,
                writer,
                metrics.registry(),
                clock));
        FlowControlSetup flowControl = closing(new FlowControlSetup(
                options.flowControl,
                options.requestTimeout,
                reader,
                writer,
                catalog,
                cache,
                metrics.registry(),
                clock));
        flowControl.follow();
        flowControl.addTo(startup);
        aggregation.follow();
        aggregation.addTo(startup);
        health = new ServerHealth(
                EtcdCheck.of("etcd", storage, options.etcd.healthTimeout),
                EtcdCheck.of("etcd-readiness", storage, options.etcd.readyTimeout),
                cache,
                admission::isReady,
                encryption.map(EncryptionAtRest::checks).orElse(List.of()),
                startup.checks());
        Discovery discovery = new Discovery(catalog, address + ":" + options.port());
        OpenApi openApi = new OpenApi(catalog, builtIn::schema);
        catalog.onChange(discovery::refresh);
        catalog.onChange(openApi::refresh);
        catalog.onChange(aggregation::catalogChanged);
        closing(new CustomResourceDefinitions(
                        catalog, cache, schemas.resources(), ConversionFactory.asking(webhooks), reader, writer, clock))
                .follow();
        PlainRoutes plain = new PlainRoutes(
                health.endpoints(),
                metrics,
                discovery,
                openApi,
                authentication
                        .openIdDocuments(address + ":" + options.port())
                        .map(ApiServer::documents)
                        .orElse(Map.of()));
        List<VirtualResource> virtual = new ArrayList<>(BuiltInActions.all(reader, writer, clock));
        virtual.addAll(authentication.virtualResources());
        virtual.addAll(authorization.reviews());
        CreatePermission mayCreate = new CreatePermission(authorizer);
        TableRenderer tables = new TableRenderer(clock);
        ResourceEndpoint resources = new ResourceEndpoint(
                catalog,
                new Subresources(virtual, List.of(ComponentStatuses.of(vertx, storage)), connections.handlers()),
                new ScaleEndpoint(
                        reads, update, ownership, patches, builtIn.schema(SCALE).orElseThrow(), tables),
                patches,
                new ApplyEndpoint(mayCreate, ownership, creation, update),
                new PutEndpoint(mayCreate, creation, update),
                reads,
                creation,
                update,
                removal,
                new VirtualCreation(admission, builtIn::schema),
                admission,
                tables,
                Duration.ofSeconds(options.minRequestTimeoutSeconds),
                random);
        RequestChain chain = new RequestChain(
                vertx,
                authentication.authenticator(),
                closing(AuditSetup.of(options.audit, vertx, clock)),
                flowControl.control(),
                authorizer,
                new ProtobufBodies(builtIn::schema),
                List.of(aggregation.relay()),
                List.of(aggregation.documents(discovery, openApi), plain, resources, new UnknownPaths(catalog)),
                metrics,
                new RequestLimits(options.requestTimeout),
                termination);
        gate.open(chain);
        closing(inBackground(startup));
    }

    private Optional<EncryptionAtRest> encryption(ApiServerMetrics metrics, SecureRandom random, Clock clock)
            throws IOException {
        return options.etcd.encryption == null
                ? Optional.empty()
                : Optional.of(closing(EncryptionAtRest.start(
                        options.etcd.encryption,
                        options.etcd.encryptionReload,
                        metrics.registry(),
                        ServerIdentity.ofThisHost(),
                        clock,
                        random)));
    }

    private Storage storage(BuiltinCatalog catalog, Optional<EncryptionAtRest> encryption, Clock clock)
            throws IOException {
        Storage bare = options.etcd.servers.isEmpty() ? embedded(clock) : etcd(clock);
        Storage plain = encryption
                .<Storage>map(it -> new EncryptedStorage(bare, it, options.etcd.keyPrefix(), catalog.all()))
                .orElse(bare);
        return new JsonStorage(plain, new ProtobufBodies(catalog::schema), catalog);
    }

    private Storage etcd(Clock clock) throws IOException {
        Client client = EtcdConnection.open(options.etcd);
        closing(Compactor.start(client, options.etcd.compactionInterval));
        return new EtcdStorage(client, Duration.ofSeconds(options.etcd.leaseReuseSeconds), clock);
    }

    private Storage embedded(Clock clock) {
        EmbeddedStorage storage = EmbeddedStorage.open(options.etcd.dataDirectory, clock);
        closing(Compaction.start(storage, options.etcd.compactionInterval));
        return storage;
    }

    private static Map<String, Supplier<byte[]>> documents(OpenIdDocuments documents) {
        return Map.of(
                OpenIdDocuments.CONFIGURATION_PATH,
                () -> documents.configuration().getBytes(UTF_8),
                OpenIdDocuments.KEYS_PATH,
                () -> documents.keys().getBytes(UTF_8));
    }

    private static KubeletClient.Credentials kubeletCredentials(KubeletFlags flags) {
        return new KubeletClient.Credentials(
                Optional.ofNullable(flags.clientCertificate),
                Optional.ofNullable(flags.clientKey),
                Optional.ofNullable(flags.certificateAuthority));
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

    /** {@code --shutdown-delay-duration}: load balancers have that long to notice that {@code /readyz} fails; then requests that have begun finish. */
    private void linger() {
        try {
            Thread.sleep(options.shutdownDelay);
            termination.drain(options.requestTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
