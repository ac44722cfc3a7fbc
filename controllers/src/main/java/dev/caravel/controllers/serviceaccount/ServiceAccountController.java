package dev.caravel.controllers.serviceaccount;

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
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Sees to it that each namespace has a service account {@code default}. */
public final class ServiceAccountController implements Reconciler<ObjectKey> {
    private static final String NAME = "default";

    private final KubernetesClient client;
    private final ObjectCache<Namespace> namespaces;
    private final ObjectCache<ServiceAccount> accounts;

    private ServiceAccountController(
            KubernetesClient client, ObjectCache<Namespace> namespaces, ObjectCache<ServiceAccount> accounts) {
        this.client = requireNonNull(client, "client is null");
        this.namespaces = requireNonNull(namespaces, "namespaces is null");
        this.accounts = requireNonNull(accounts, "accounts is null");
    }

    public static ControlLoop create(ControllerContext context) {
        ObjectCache<Namespace> namespaces = context.caches().of(Namespace.class);
        ObjectCache<ServiceAccount> accounts = context.caches().named(ServiceAccount.class, NAME);
        WorkQueue<ObjectKey> queue = context.queue("serviceaccount");
        namespaces.onEvery(namespace -> queue.add(ObjectKey.of(namespace)));
        accounts.onEvery(
                account -> queue.add(new ObjectKey("", account.getMetadata().getNamespace())));
        return context.loop(
                "serviceaccount",
                queue,
                new ServiceAccountController(context.clientFor("service-account-controller"), namespaces, accounts),
                1);
    }

    @Override
    public Result reconcile(ObjectKey key) {
        String namespace = key.name();
        boolean wanted = namespaces.get(key).filter(NamespacePhases::isActive).isPresent();
        if (wanted && accounts.get(new ObjectKey(namespace, NAME)).isEmpty()) {
            create(namespace);
        }
        return Result.done();
    }

    private void create(String namespace) {
        try {
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(NAME)
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isAlreadyExists(e) && !ApiFailures.isNamespaceTerminating(e)) {
                throw e;
            }
        }
    }
}
