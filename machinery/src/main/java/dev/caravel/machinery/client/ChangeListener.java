package dev.caravel.machinery.client;

/** Hears of changes to the objects of a cache, after the cache has them, one at a time. Must not block for long. */
public interface ChangeListener<T> {
    void added(T object);

    void updated(T before, T after);

    /** {@code last} is the last state known, which is not always the last there was. */
    void deleted(T last);
}
