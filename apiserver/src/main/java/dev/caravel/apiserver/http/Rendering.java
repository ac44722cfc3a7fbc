package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectList;
import dev.caravel.apiserver.storage.cache.CachedObject;

/** Represents the objects of one resource as a client wants them. Thread-safe. */
interface Rendering {
    Answer.Content cached(CachedObject object);

    Answer.Content tree(int status, ObjectNode object);

    Answer.Content list(ObjectList list);

    /** For one watch. */
    WatchEncoder watch();
}
