package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.storage.cache.CachedObject;
import java.util.List;

/**
 * A list's answer.
 *
 * @param continueToken empty on the last page
 * @param remaining how many objects follow this page; 0 when none, or when selectors make it unknown
 */
public record ObjectList(List<CachedObject> objects, long revision, String continueToken, long remaining) {}
