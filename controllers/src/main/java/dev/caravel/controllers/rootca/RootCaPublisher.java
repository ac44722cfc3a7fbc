package dev.caravel.controllers.rootca;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.manager.ControlLoop;
import dev.caravel.controllers.manager.ControllerContext;
import dev.caravel.controllers.namespace.NamespacePhases;
import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import dev.caravel.machinery.reconcile.Reconciler;
import dev.caravel.machinery.reconcile.Result;
import dev.caravel.machinery.reconcile.WorkQueue;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Publishes the cluster's root CA in each namespace, for pods to verify the API server by. */
public final class RootCaPublisher implements Reconciler<ObjectKey> {
    private static final String NAME = "kube-root-ca.crt";
    private static final String DESCRIPTION = "kubernetes.io/description";
    private static final String DESCRIPTION_TEXT =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as"
                    + " the internal service IP or kubernetes.default.svc. No other usage is guaranteed across"
                    + " distributions of Kubernetes clusters.";

    private final KubernetesClient client;
    private final ObjectCache<Namespace> namespaces;
    private final ObjectCache<ConfigMap> maps;
    private final Map<String, String> data;

    private RootCaPublisher(
            KubernetesClient client, ObjectCache<Namespace> namespaces, ObjectCache<ConfigMap> maps, String rootCa) {
        this.client = requireNonNull(client, "client is null");
        this.namespaces = requireNonNull(namespaces, "namespaces is null");
        this.maps = requireNonNull(maps, "maps is null");
        data = Map.of("ca.crt", rootCa);
    }

    /** @throws IOException when --root-ca-file cannot be read */
    public static ControlLoop create(ControllerContext context) throws IOException {
        ObjectCache<Namespace> namespaces = context.caches().of(Namespace.class);
        ObjectCache<ConfigMap> maps = context.caches().named(ConfigMap.class, NAME);
        WorkQueue<ObjectKey> queue = context.queue("root_ca_cert_publisher");
        namespaces.onEvery(namespace -> queue.add(ObjectKey.of(namespace)));
        maps.onEvery(map -> queue.add(new ObjectKey("", map.getMetadata().getNamespace())));
        RootCaPublisher publisher =
                new RootCaPublisher(context.clientFor("root-ca-cert-publisher"), namespaces, maps, rootCa(context));
        return context.loop("root_ca_cert_publisher", queue, publisher, 1);
    }

    private static String rootCa(ControllerContext context) throws IOException {
        Path file = context.options().rootCaFile;
        if (file != null) {
            return Files.readString(file);
        }
        // Upstream takes the CA by which this process itself trusts the API server.
        String own = context.clients().config().getCaCertFile();
        return own == null ? "" : Files.readString(Path.of(own));
    }

    @Override
    public Result reconcile(ObjectKey key) {
        if (namespaces.get(key).filter(NamespacePhases::isActive).isEmpty()) {
            return Result.done();
        }
        Optional<ConfigMap> map = maps.get(new ObjectKey(key.name(), NAME));
        if (map.isEmpty()) {
            create(key.name());
        } else if (!isRight(map.get())) {
            client.resource(publish(new ConfigMapBuilder(map.get()))).update();
        }
        return Result.done();
    }

    private boolean isRight(ConfigMap map) {
        return data.equals(map.getData())
                && map.getMetadata().getAnnotations() != null
                && DESCRIPTION_TEXT.equals(map.getMetadata().getAnnotations().get(DESCRIPTION));
    }

    private ConfigMap publish(ConfigMapBuilder map) {
        return map.editMetadata()
                .addToAnnotations(DESCRIPTION, DESCRIPTION_TEXT)
                .endMetadata()
                .withData(data)
                .build();
    }

    private void create(String namespace) {
        try {
            client.resource(publish(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(NAME)
                            .endMetadata()))
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isAlreadyExists(e) && !ApiFailures.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }
}
