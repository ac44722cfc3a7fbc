package dev.caravel.controllers.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.OwnWrites;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Creates and deletes pods for an owner, tells so by its events, and remembers the writes until the cache shows them. */
public final class PodControl {
    private final KubernetesClient client;
    private final EventRecorder events;
    private final OwnWrites<Pod> writes;

    public PodControl(KubernetesClient client, EventRecorder events, OwnWrites<Pod> writes) {
        this.client = requireNonNull(client, "client is null");
        this.events = requireNonNull(events, "events is null");
        this.writes = requireNonNull(writes, "writes is null");
    }

    public Pod create(HasMetadata owner, Pod pod) {
        try {
            Pod created = client.resource(pod).create();
            writes.wrote(ObjectKey.of(owner), created);
            events.normal(
                    owner,
                    "SuccessfulCreate",
                    "Created pod: " + created.getMetadata().getName());
            return created;
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNamespaceTerminating(e)) {
                events.warning(owner, "FailedCreate", "Error creating: " + ApiFailures.messageOf(e));
            }
            throw e;
        }
    }

    /** Deletes gracefully; a pod that is gone is deleted. */
    public void delete(HasMetadata owner, Pod pod) {
        String name = pod.getMetadata().getName();
        try {
            client.resource(pod).delete();
            writes.deleted(ObjectKey.of(owner), pod);
            events.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNotFound(e)) {
                writes.deleted(ObjectKey.of(owner), pod);
                return;
            }
            events.warning(owner, "FailedDelete", "Error deleting: " + ApiFailures.messageOf(e));
            throw e;
        }
    }
}
