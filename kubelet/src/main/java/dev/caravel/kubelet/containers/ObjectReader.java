package dev.caravel.kubelet.containers;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.Optional;

/** The API objects that containers and volumes are made from, as they are now. Blocking; thread-safe. */
public interface ObjectReader {
    Optional<ConfigMap> configMap(String namespace, String name);

    Optional<Secret> secret(String namespace, String name);

    /** Services that pods of {@code namespace} are told of. */
    Collection<Service> services(String namespace);
}
