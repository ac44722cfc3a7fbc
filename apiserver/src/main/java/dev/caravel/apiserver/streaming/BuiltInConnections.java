package dev.caravel.apiserver.streaming;

import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.http.ConnectHandler;
import dev.caravel.apiserver.registry.ObjectReader;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** All subresources that connect a client with something else. Owns the connections to those; close it last. */
public final class BuiltInConnections implements AutoCloseable {
    private final KubeletClient kubelets;
    private final ProxyStreams proxies;
    private final List<ConnectHandler> handlers;

    /** @param preferredAddressTypes {@code --kubelet-preferred-address-types}, best first */
    public BuiltInConnections(
            Vertx vertx,
            Authorizer authorizer,
            ObjectReader objects,
            KubeletClient.Credentials credentials,
            List<String> preferredAddressTypes) {
        KubeletLocator locator = new KubeletLocator(objects, preferredAddressTypes);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        ProxyTargets targets = new ProxyTargets(objects, locator, random);
        kubelets = new KubeletClient(vertx, credentials);
        proxies = new ProxyStreams(vertx, kubelets);
        handlers = List.of(
                new PodStreams(authorizer, objects, locator, kubelets),
                new ProxyHandler("pods", targets, proxies),
                new ProxyHandler("services", targets, proxies),
                new ProxyHandler("nodes", targets, proxies));
    }

    public List<ConnectHandler> handlers() {
        return handlers;
    }

    @Override
    public void close() {
        proxies.close();
        kubelets.close();
    }
}
