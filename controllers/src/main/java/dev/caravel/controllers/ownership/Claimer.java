package dev.caravel.controllers.ownership;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ApiFailures;
import dev.caravel.machinery.client.ApiRequests;
import dev.caravel.machinery.client.ObjectCache;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Adopts orphans that an owner selects, releases what it no longer selects, and says what it then has. */
public final class Claimer<T extends HasMetadata> {
    private static final Logger log = Logger.getLogger(Claimer.class);
    /** What the API server answers to a patch whose uid is not the object's. */
    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final ObjectCache<T> cache;

    public Claimer(KubernetesClient client, ObjectCache<T> cache) {
        this.client = requireNonNull(client, "client is null");
        this.cache = requireNonNull(cache, "cache is null");
        requests = new ApiRequests(client);
        cache.indexByController();
    }

    /** The objects that {@code owner} controls, those just adopted included. */
    public List<T> claim(HasMetadata owner, Predicate<? super T> selected) {
        Claims<T> claims = Claims.of(
                owner,
                selected,
                cache.controlledBy(owner.getMetadata().getUid()),
                cache.orphans(owner.getMetadata().getNamespace()));
        List<T> all = new ArrayList<>(claims.owned());
        claims.release().forEach(object -> release(owner, object));
        if (!claims.adopt().isEmpty()) {
            verifyAlive(owner);
            claims.adopt().forEach(object -> adopt(owner, object).ifPresent(all::add));
        }
        return all;
    }

    /** The cache may be behind: a deleted owner must not adopt what its deletion has orphaned. */
    private void verifyAlive(HasMetadata owner) {
        HasMetadata live = client.resource(owner).get();
        if (live == null
                || !live.getMetadata().getUid().equals(owner.getMetadata().getUid())
                || live.getMetadata().getDeletionTimestamp() != null) {
            throw new IllegalStateException(
                    owner.getKind() + " " + owner.getMetadata().getName() + " is gone and adopts nothing");
        }
    }

    private Optional<T> adopt(HasMetadata owner, T object) {
        return patch(object, List.of(Ownership.controlledBy(owner)));
    }

    private void release(HasMetadata owner, T object) {
        log.infof(
                "%s %s/%s releases %s",
                owner.getKind(),
                owner.getMetadata().getNamespace(),
                owner.getMetadata().getName(),
                object.getMetadata().getName());
        patch(
                object,
                List.of(Map.of("$patch", "delete", "uid", owner.getMetadata().getUid())));
    }

    /** Empty when the object is gone, or another of its name has come. */
    private Optional<T> patch(T object, List<?> ownerReferences) {
        Map<String, Object> change =
                Map.of("metadata", Map.of("uid", object.getMetadata().getUid(), "ownerReferences", ownerReferences));
        try {
            return Optional.of(requests.patch(object, ApiRequests.STRATEGIC_MERGE_PATCH, change));
        } catch (KubernetesClientException e) {
            if (ApiFailures.isNotFound(e) || e.getCode() == UNPROCESSABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
