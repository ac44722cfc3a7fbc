package dev.caravel.apiserver.storage.cache;

import java.util.List;

/** Objects of one resource as they were at a revision. */
public record Snapshot(List<CachedObject> objects, long revision) {}
