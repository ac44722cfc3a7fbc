package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.reconcile.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * All objects of a resource as last seen, kept current by one watch.
 *
 * <p>Objects are shared: copy before changing. Thread-safe. Add listeners and indexes before the cache is started.
 */
public final class ObjectCache<T extends HasMetadata> implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ObjectCache.class);
    private static final String CONTROLLER_INDEX = "controller-uid";
    private static final String ORPHANS_OF = "orphans/";

    private final SharedIndexInformer<T> informer;
    private final List<ChangeListener<? super T>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong observed = new AtomicLong();

    /**
     * @param what the objects' resource, for the log
     * @param informer one that nobody has started
     */
    public ObjectCache(String what, SharedIndexInformer<T> informer) {
        this.informer = requireNonNull(informer, "informer is null");
        informer.itemStore(new CacheStore<>());
        informer.addEventHandler(new Dispatcher());
        informer.exceptionHandler((_, failure) -> {
            log.warnf("cannot list or watch %s: %s", what, ApiFailures.messageOf(failure));
            return true;
        });
    }

    /** Tells {@code listener} of every change from now on; an object already there is told as added. */
    public void onChange(ChangeListener<? super T> listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
    }

    /** Tells {@code listener} the newest (when deleted: the last) state at every change. */
    public void onEvery(Consumer<? super T> listener) {
        onChange(new ChangeListener<T>() {
            @Override
            public void added(T object) {
                listener.accept(object);
            }

            @Override
            public void updated(T before, T after) {
                listener.accept(after);
            }

            @Override
            public void deleted(T last) {
                listener.accept(last);
            }
        });
    }

    /** Keeps an index; does nothing when one of that name exists. */
    public synchronized void index(String name, Function<T, List<String>> values) {
        if (!informer.getIndexer().getIndexers().containsKey(name)) {
            informer.addIndexers(Map.of(name, values));
        }
    }

    /** Keeps the index behind {@link #controlledBy} and {@link #orphans}. */
    public void indexByController() {
        index(
                CONTROLLER_INDEX,
                object -> List.of(controllerUid(object)
                        .orElseGet(() -> ORPHANS_OF + object.getMetadata().getNamespace())));
    }

    private static Optional<String> controllerUid(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    public Optional<T> get(ObjectKey key) {
        return Optional.ofNullable(informer.getStore().getByKey(key.toString()));
    }

    public List<T> list() {
        return informer.getStore().list();
    }

    public List<T> inNamespace(String namespace) {
        return indexed(Cache.NAMESPACE_INDEX, namespace);
    }

    public List<T> indexed(String index, String value) {
        return informer.getIndexer().byIndex(index, value);
    }

    /** The objects whose controlling owner has that uid; needs {@link #indexByController}. */
    public List<T> controlledBy(String uid) {
        return indexed(CONTROLLER_INDEX, uid);
    }

    /** The objects of a namespace that no owner controls; needs {@link #indexByController}. */
    public List<T> orphans(String namespace) {
        return indexed(CONTROLLER_INDEX, ORPHANS_OF + namespace);
    }

    /** Whether the cache has everything up to {@code resourceVersion}: its own writes, say (KEP-5504). */
    public boolean hasSeen(long resourceVersion) {
        return resourceVersion <= observed.get() || resourceVersion <= parse(informer.lastSyncResourceVersion());
    }

    private static long parse(String resourceVersion) {
        return resourceVersion == null || resourceVersion.isEmpty() ? 0 : Long.parseLong(resourceVersion);
    }

    /** Lists and watches; the stage completes when the store has the state of now. Keeps trying when refused. */
    public CompletionStage<Void> start() {
        return informer.start();
    }

    public boolean hasSynced() {
        return informer.hasSynced();
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Dispatcher implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            tell(object, listener -> listener.added(object));
        }

        @Override
        public void onUpdate(T before, T after) {
            tell(after, listener -> listener.updated(before, after));
        }

        @Override
        public void onDelete(T last, boolean stateUnknown) {
            tell(last, listener -> listener.deleted(last));
        }

        private void tell(T object, Consumer<ChangeListener<? super T>> message) {
            observed.accumulateAndGet(parse(object.getMetadata().getResourceVersion()), Math::max);
            for (ChangeListener<? super T> listener : listeners) {
                try {
                    message.accept(listener);
                } catch (RuntimeException e) {
                    log.errorf(e, "%s %s: listener failed", object.getKind(), ObjectKey.of(object));
                }
            }
        }
    }
}
