package dev.caravel.apiserver.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.abac.AbacAuthorizer;
import dev.caravel.apiserver.authorization.chain.ChainBuilder;
import dev.caravel.apiserver.authorization.chain.ConfigurationReload;
import dev.caravel.apiserver.authorization.chain.LiveAuthorizer;
import dev.caravel.apiserver.authorization.chain.ReloadMetrics;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration;
import dev.caravel.apiserver.authorization.config.ConfigurationFile;
import dev.caravel.apiserver.authorization.config.FlagConfiguration;
import dev.caravel.apiserver.authorization.node.NodeAuthorizer;
import dev.caravel.apiserver.authorization.node.NodeGraph;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.authorization.rbac.RbacAuthorizer;
import dev.caravel.apiserver.authorization.rbac.RbacPolicy;
import dev.caravel.apiserver.authorization.rbac.bootstrap.DefaultRoles;
import dev.caravel.apiserver.authorization.review.AccessReviews;
import dev.caravel.apiserver.authorization.review.RulesReviews;
import dev.caravel.apiserver.flags.AuthorizationFlags;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.webhook.Backoff;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Authorization as the flags want it. Closing it ends its watches and closes its connections. */
public final class AuthorizationSetup implements AutoCloseable {
    /** Upstream's pause before a webhook is asked again. */
    private static final Duration BACKOFF = Duration.ofMillis(500);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RbacPolicy policy = new RbacPolicy();
    private final LiveAuthorizer live;

    /** What authorization needs of the rest of the server. */
    public record Surroundings(
            ObjectReader reader,
            DefaultRoles defaults,
            Vertx vertx,
            PrometheusMeterRegistry metrics,
            Clock clock,
            RandomGenerator random,
            String serverId) {}

    /**
     * @throws IllegalArgumentException when the flags or the configuration are no good
     * @throws IOException when a file that they name cannot be read
     */
    public AuthorizationSetup(AuthorizationFlags flags, Surroundings server) throws IOException {
        parts.push(policy.follow(server.reader()));
        if (flags.config == null) {
            AuthorizationConfiguration configuration = FlagConfiguration.of(flags);
            live = closing(builder(configuration, flags, server).start(configuration));
        } else {
            live = ofFile(flags, server);
        }
    }

    private LiveAuthorizer ofFile(AuthorizationFlags flags, Surroundings server) throws IOException {
        if (flags.hasLegacy()) {
            throw new IllegalArgumentException("--authorization-config can not be specified when"
                    + " --authorization-mode or --authorization-webhook-* flags are defined");
        }
        byte[] content = Files.readAllBytes(flags.config);
        AuthorizationConfiguration configuration = ConfigurationFile.parse(content, Set.of());
        ChainBuilder builder = builder(configuration, flags, server);
        LiveAuthorizer authorizer = closing(builder.start(configuration));
        ReloadMetrics metrics = new ReloadMetrics(server.metrics(), server.clock(), server.serverId());
        closing(new ConfigurationReload(flags.config, content, configuration, authorizer, builder, metrics).follow());
        return authorizer;
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    private ChainBuilder builder(
            AuthorizationConfiguration configuration, AuthorizationFlags flags, Surroundings server)
            throws IOException {
        Map<AuthorizationMode, Authorizer> lasting = new EnumMap<>(AuthorizationMode.class);
        for (String type : ConfigurationFile.lasting(configuration)) {
            switch (AuthorizationMode.of(type)) {
                case NODE -> lasting.put(AuthorizationMode.NODE, nodeAuthorizer(server));
                case RBAC -> lasting.put(AuthorizationMode.RBAC, new RbacAuthorizer(policy));
                case ABAC -> lasting.put(AuthorizationMode.ABAC, abac(flags.policyFile));
                case ALWAYS_ALLOW, ALWAYS_DENY, WEBHOOK -> {} // nothing to keep
            }
        }
        return new ChainBuilder(
                lasting, server.vertx(), server.metrics(), Backoff.of(BACKOFF, server.random()), server.clock());
    }

    private static AbacAuthorizer abac(Path file) throws IOException {
        if (file == null) {
            throw new IllegalArgumentException("authorization-mode ABAC's authorization policy file not passed");
        }
        return AbacAuthorizer.read(file);
    }

    private Authorizer nodeAuthorizer(Surroundings server) {
        NodeGraph graph = new NodeGraph();
        parts.push(graph.follow(server.reader()));
        ObjectNode role = server.defaults().roles().stream()
                .filter(candidate -> candidate.at("/metadata/name").asText().equals("system:node"))
                .findFirst()
                .orElseThrow();
        return new NodeAuthorizer(graph, PolicyRule.list(role.path("rules")));
    }

    public Authorizer authorizer() {
        return live;
    }

    public RbacPolicy policy() {
        return policy;
    }

    /** The access reviews. */
    public List<VirtualResource> reviews() {
        AccessReviews access = new AccessReviews(live);
        return List.of(
                review("subjectaccessreviews", access::subject),
                review("localsubjectaccessreviews", access::local),
                review("selfsubjectaccessreviews", access::self),
                review("selfsubjectrulesreviews", new RulesReviews(live)));
    }

    private static VirtualResource review(String resource, VirtualResource.Action action) {
        return new VirtualResource(new GroupResource("authorization.k8s.io", resource), "", action);
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
