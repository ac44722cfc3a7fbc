package dev.caravel.apiserver.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.node.NodeGraph.Ref;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells whether a pod names other API objects, which its node would have to see for it. Pure. */
public final class ApiReference {
    /** In what order upstream names them. */
    private static final Map<String, String> VOLUMES = new LinkedHashMap<>();

    private static final Map<String, String> PROJECTED = new LinkedHashMap<>();

    static {
        VOLUMES.put("configMap", "configmaps (via configmap volumes)");
        VOLUMES.put("secret", "secrets (via secret volumes)");
        VOLUMES.put("csi", "csidrivers (via CSI volumes)");
        VOLUMES.put("glusterfs", "endpoints (via glusterFS volumes)");
        VOLUMES.put("persistentVolumeClaim", "persistentvolumeclaims");
        VOLUMES.put("ephemeral", "persistentvolumeclaims (via ephemeral volumes)");
        VOLUMES.put("azureFile", "secrets (via azureFile volumes)");
        PROJECTED.put("configMap", "configmaps (via projected volumes)");
        PROJECTED.put("secret", "secrets (via projected volumes)");
        PROJECTED.put("serviceAccountToken", "serviceaccounts (via projected volumes)");
        PROJECTED.put("clusterTrustBundle", "clustertrustbundles");
        PROJECTED.put("podCertificate", "podcertificates");
    }

    private ApiReference() {}

    /** The kind of object that it names, in upstream's words; empty when it names none. */
    public static Optional<String> of(ObjectNode pod) {
        if (!pod.at("/spec/serviceAccountName").asText().isEmpty()) {
            return Optional.of("serviceaccounts");
        }
        Set<String> named = PodReferences.named(pod).stream().map(Ref::resource).collect(Collectors.toSet());
        if (named.contains("secrets")) {
            return Optional.of("secrets");
        }
        if (named.contains("configmaps")) {
            return Optional.of("configmaps");
        }
        if (!pod.at("/spec/resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        for (JsonNode volume : pod.at("/spec/volumes")) {
            Optional<String> found = first(VOLUMES, volume);
            for (JsonNode source : volume.at("/projected/sources")) {
                found = found.or(() -> first(PROJECTED, source));
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(Map<String, String> kinds, JsonNode source) {
        return kinds.entrySet().stream()
                .filter(kind -> source.has(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
