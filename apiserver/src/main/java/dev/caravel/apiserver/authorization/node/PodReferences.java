package dev.caravel.apiserver.authorization.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.node.NodeGraph.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what a pod names, wherever in its spec it names it. Pure. */
final class PodReferences {
    private static final String RESOURCE_CLAIMS = "resourceclaims";
    private static final String MIRROR = "kubernetes.io/config.mirror";

    /** Where volumes name secrets that kubelets need, not controllers, by a {@code SecretReference} or a {@code LocalObjectReference}. */
    private static final List<String> VOLUME_SECRETS = List.of(
            "/cephfs/secretRef",
            "/cinder/secretRef",
            "/flexVolume/secretRef",
            "/iscsi/secretRef",
            "/rbd/secretRef",
            "/scaleIO/secretRef",
            "/storageos/secretRef",
            "/csi/nodePublishSecretRef",
            "/csi/nodeStageSecretRef",
            "/csi/nodeExpandSecretRef");

    /** All that is read here of a pod. */
    static final Set<String> FIELDS = Set.of(
            ".metadata.annotations",
            ".spec.serviceAccountName",
            ".spec.imagePullSecrets",
            ".spec.initContainers.env",
            ".spec.initContainers.envFrom",
            ".spec.containers.env",
            ".spec.containers.envFrom",
            ".spec.ephemeralContainers.env",
            ".spec.ephemeralContainers.envFrom",
            ".spec.volumes",
            ".spec.resourceClaims",
            ".status.resourceClaimStatuses",
            ".status.extendedResourceClaimStatus");

    private PodReferences() {}

    /** Nothing for mirror pods: a node could make them name anything. */
    static Set<Ref> of(ObjectNode pod) {
        return pod.path("metadata").path("annotations").has(MIRROR) ? Set.of() : named(pod);
    }

    static Set<Ref> named(ObjectNode pod) {
        Set<Ref> refs = new HashSet<>();
        String namespace = pod.at("/metadata/namespace").asText();
        JsonNode spec = pod.path("spec");
        add(refs, "serviceaccounts", namespace, spec.path("serviceAccountName"));
        spec.path("imagePullSecrets").forEach(secret -> add(refs, "secrets", namespace, secret.path("name")));
        for (String kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.path(kind).forEach(container -> addContainer(refs, namespace, container));
        }
        spec.path("volumes").forEach(volume -> {
            addVolume(refs, namespace, volume);
            if (volume.has("ephemeral")) {
                String name = pod.at("/metadata/name").asText() + "-"
                        + volume.path("name").asText();
                refs.add(new Ref("persistentvolumeclaims", namespace, name));
            }
        });
        addResourceClaims(refs, namespace, spec.path("resourceClaims"), pod.path("status"));
        return Set.copyOf(refs);
    }

    /** Of claims made from templates, the status tells the name; a claim that the spec does not have is not believed. */
    private static void addResourceClaims(Set<Ref> refs, String namespace, JsonNode claims, JsonNode status) {
        for (JsonNode claim : claims) {
            add(refs, RESOURCE_CLAIMS, namespace, claim.path("resourceClaimName"));
            for (JsonNode made : status.path("resourceClaimStatuses")) {
                if (!claim.hasNonNull("resourceClaimName") && made.path("name").equals(claim.path("name"))) {
                    add(refs, RESOURCE_CLAIMS, namespace, made.path("resourceClaimName"));
                }
            }
        }
        add(refs, RESOURCE_CLAIMS, namespace, status.at("/extendedResourceClaimStatus/resourceClaimName"));
    }

    private static void addContainer(Set<Ref> refs, String namespace, JsonNode container) {
        for (JsonNode source : container.path("envFrom")) {
            add(refs, "secrets", namespace, source.path("secretRef").path("name"));
            add(refs, "configmaps", namespace, source.path("configMapRef").path("name"));
        }
        for (JsonNode variable : container.path("env")) {
            add(
                    refs,
                    "secrets",
                    namespace,
                    variable.path("valueFrom").path("secretKeyRef").path("name"));
            add(
                    refs,
                    "configmaps",
                    namespace,
                    variable.path("valueFrom").path("configMapKeyRef").path("name"));
        }
    }

    private static void addVolume(Set<Ref> refs, String namespace, JsonNode volume) {
        add(refs, "secrets", namespace, volume.path("secret").path("secretName"));
        add(refs, "secrets", namespace, volume.path("azureFile").path("secretName"));
        add(refs, "configmaps", namespace, volume.path("configMap").path("name"));
        add(
                refs,
                "persistentvolumeclaims",
                namespace,
                volume.path("persistentVolumeClaim").path("claimName"));
        for (JsonNode source : volume.path("projected").path("sources")) {
            add(refs, "secrets", namespace, source.path("secret").path("name"));
            add(refs, "configmaps", namespace, source.path("configMap").path("name"));
        }
        VOLUME_SECRETS.forEach(pointer -> add(refs, "secrets", namespace, volume.at(pointer + "/name")));
    }

    /** What a persistent volume needs to be mounted; in the claim's namespace unless it says otherwise. */
    static Set<Ref> volumeSecrets(ObjectNode volume) {
        Set<Ref> refs = new HashSet<>();
        String claimNamespace =
                volume.path("spec").path("claimRef").path("namespace").asText();
        JsonNode spec = volume.path("spec");
        for (String pointer : VOLUME_SECRETS) {
            String namespace = spec.at(pointer + "/namespace").asText();
            add(refs, "secrets", namespace.isEmpty() ? claimNamespace : namespace, spec.at(pointer + "/name"));
        }
        String namespace = spec.at("/azureFile/secretNamespace").asText();
        add(refs, "secrets", namespace.isEmpty() ? claimNamespace : namespace, spec.at("/azureFile/secretName"));
        return Set.copyOf(refs);
    }

    private static void add(Set<Ref> refs, String resource, String namespace, JsonNode name) {
        if (name.isTextual() && !name.textValue().isEmpty()) {
            refs.add(new Ref(resource, namespace, name.textValue()));
        }
    }
}
