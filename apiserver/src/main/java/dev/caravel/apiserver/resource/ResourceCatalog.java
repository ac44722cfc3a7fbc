package dev.caravel.apiserver.resource;

import java.util.Collection;
import java.util.Optional;

/** The resources served at this moment. Thread-safe; changes while running when CRDs come and go. */
public interface ResourceCatalog {
    Optional<Resource> find(GroupVersionResource id);

    /** The served version in which the resource is stored. */
    Optional<Resource> find(GroupResource id);

    Optional<Resource> findKind(String group, String version, String kind);

    /** Ordered as discovery lists them. */
    Collection<Resource> all();
}
