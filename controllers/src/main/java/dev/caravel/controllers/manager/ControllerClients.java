package dev.caravel.controllers.manager;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.client.ServiceAccountTokens;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The API clients of a process: its own, and one for each controller's service account. */
public final class ControllerClients implements AutoCloseable {
    private static final String NAMESPACE = "kube-system";

    private final ClusterClients clients;
    private final Config config;
    private final KubernetesClient own;
    private final boolean separate;
    private final Clock clock;
    private final Map<String, KubernetesClient> byAccount = new LinkedHashMap<>();
    private final List<AutoCloseable> users = new ArrayList<>();

    /** @param separate whether each controller has the rights of its own account only */
    ControllerClients(ClusterClients clients, Config config, boolean separate, Clock clock) {
        this.clients = requireNonNull(clients, "clients is null");
        this.config = requireNonNull(config, "config is null");
        this.separate = separate;
        this.clock = requireNonNull(clock, "clock is null");
        own = clients.build(config);
    }

    /** The client with the process's own credentials: it may list and watch everything. */
    public KubernetesClient own() {
        return own;
    }

    public Config config() {
        return config;
    }

    /** Another one with the process's own credentials, and an HTTP client of its own kind; the caller closes it. */
    public KubernetesClient another(Consumer<HttpClient.Builder> http) {
        return clients.build(config, http);
    }

    synchronized KubernetesClient of(String account) {
        return separate ? byAccount.computeIfAbsent(account, this::clientOf) : own;
    }

    private KubernetesClient clientOf(String account) {
        return clients.build(new ConfigBuilder(config)
                .withUserAgent(config.getUserAgent() + "/" + account)
                .withClientCertFile(null)
                .withClientCertData(null)
                .withClientKeyFile(null)
                .withClientKeyData(null)
                .withOauthTokenProvider(new ServiceAccountTokens(own, NAMESPACE, account, clock))
                .build());
    }

    /** Closes {@code user} before the clients. */
    synchronized <T extends AutoCloseable> T keep(T user) {
        users.add(user);
        return user;
    }

    @Override
    public synchronized void close() throws Exception {
        ControlLoop.closeAll(users);
        byAccount.values().forEach(KubernetesClient::close);
        own.close();
    }
}
