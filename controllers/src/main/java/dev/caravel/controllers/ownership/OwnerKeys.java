package dev.caravel.controllers.ownership;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.client.ChangeListener;
import dev.caravel.machinery.client.ObjectCache;
import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Turns changes of dependents into keys of their owners: of the controller, or of all that would adopt an orphan. */
public final class OwnerKeys<O extends HasMetadata, D extends HasMetadata> implements ChangeListener<D> {
    private final ObjectCache<O> owners;
    private final String kind;
    private final BiPredicate<O, D> selects;
    private final Consumer<ObjectKey> queue;

    /** @param selects whether an owner would adopt an orphan of its namespace */
    public OwnerKeys(ObjectCache<O> owners, String kind, BiPredicate<O, D> selects, Consumer<ObjectKey> queue) {
        this.owners = requireNonNull(owners, "owners is null");
        this.kind = requireNonNull(kind, "kind is null");
        this.selects = requireNonNull(selects, "selects is null");
        this.queue = requireNonNull(queue, "queue is null");
    }

    @Override
    public void added(D object) {
        enqueue(object);
    }

    @Override
    public void updated(D before, D after) {
        Optional<OwnerReference> was = Ownership.controllerOf(before);
        Optional<OwnerReference> is = Ownership.controllerOf(after);
        if (!Objects.equals(was.map(OwnerReference::getUid), is.map(OwnerReference::getUid))) {
            was.ifPresent(owner -> enqueueOwner(before, owner));
        }
        enqueue(after);
    }

    @Override
    public void deleted(D last) {
        Ownership.controllerOf(last).ifPresent(owner -> enqueueOwner(last, owner));
    }

    private void enqueue(D object) {
        Optional<OwnerReference> owner = Ownership.controllerOf(object);
        if (owner.isPresent()) {
            enqueueOwner(object, owner.get());
        } else if (object.getMetadata().getDeletionTimestamp() == null) {
            owners.inNamespace(object.getMetadata().getNamespace()).stream()
                    .filter(candidate -> selects.test(candidate, object))
                    .forEach(candidate -> queue.accept(ObjectKey.of(candidate)));
        }
    }

    private void enqueueOwner(D object, OwnerReference owner) {
        if (owner.getKind().equals(kind)) {
            queue.accept(new ObjectKey(object.getMetadata().getNamespace(), owner.getName()));
        }
    }
}
