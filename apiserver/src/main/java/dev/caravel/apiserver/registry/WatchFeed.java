package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.storage.cache.CacheEvent;
import dev.caravel.apiserver.storage.cache.CachedObject;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.cache.Watcher;
import dev.caravel.apiserver.storage.cache.Watcher.Changed;
import dev.caravel.apiserver.storage.cache.Watcher.Expired;
import dev.caravel.apiserver.storage.cache.Watcher.Present;
import dev.caravel.apiserver.storage.cache.Watcher.Signal;
import java.util.Optional;
import java.util.function.Predicate;

/** What one watch sees: changes of the cache, as they look through its selectors. One thread reads. */
public final class WatchFeed {
    /** What goes to the client. */
    public sealed interface Message {}

    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public record Change(Type type, CachedObject object) implements Message {}

    /** Nothing else happened up to this revision. {@code initialEventsEnd}: all present objects have been sent. */
    public record Bookmark(long revision, boolean initialEventsEnd) implements Message {}

    /** The watch cannot go on; the client must list anew. */
    public record Gone() implements Message {}

    private final Target target;
    private final ListOptions options;
    private final Watcher watcher;
    private final WatchCache cache;
    private final Predicate<CachedObject> selected;

    WatchFeed(Target target, ListOptions options, Watcher watcher, WatchCache cache) {
        this.target = target;
        this.options = options;
        this.watcher = watcher;
        this.cache = cache;
        this.selected = Reads.selected(target, options);
    }

    Target target() {
        return target;
    }

    Watcher watcher() {
        return watcher;
    }

    /** See {@link Watcher#whenMore}. */
    public void whenMore(Runnable listener) {
        watcher.whenMore(listener);
    }

    /** The next message if there is one now. */
    public Optional<Message> nextNow() {
        while (true) {
            Optional<Signal> signal = watcher.takeNow();
            if (signal.isEmpty()) {
                return Optional.empty();
            }
            Optional<Message> message = signal.flatMap(this::translate);
            if (message.isPresent()) {
                return message;
            }
        }
    }

    /** How far the client is: empty when something waits that it is still to be told. */
    public Optional<Bookmark> bookmark() {
        // Read before the queue is looked at: what has happened up to it is in the queue, or was taken.
        long reached = cache.revision();
        return watcher.isEmpty() ? Optional.of(new Bookmark(reached, false)) : Optional.empty();
    }

    private Optional<Message> translate(Signal signal) {
        return switch (signal) {
            case Changed changed -> translate(changed.event());
            case Present present ->
                options.sendInitialEvents().orElse(false) && options.bookmarks()
                        ? Optional.of(new Bookmark(present.revision(), true))
                        : Optional.empty();
            case Expired _ -> Optional.of(new Gone());
        };
    }

    /** An object that begins or ceases to match is, for this watch, new or gone. */
    private Optional<Message> translate(CacheEvent event) {
        boolean matched = event.previous().filter(selected).isPresent();
        boolean matches = !event.deleted() && selected.test(event.object());
        if (matches) {
            return Optional.of(new Change(matched ? Type.MODIFIED : Type.ADDED, event.object()));
        }
        if (matched) {
            return Optional.of(new Change(Type.DELETED, event.object()));
        }
        return Optional.empty();
    }
}
