package dev.caravel.apiserver.admission.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the secrets that a pod names with those that its service account lists. Pure. */
final class MountableSecrets {
    private static final Map<String, String> CONTAINERS = new LinkedHashMap<>();

    static {
        CONTAINERS.put("initContainers", "init container");
        CONTAINERS.put("containers", "container");
        CONTAINERS.put("ephemeralContainers", "ephemeral container");
    }

    private MountableSecrets() {}

    static boolean hasAny(ObjectNode pod) {
        ObjectNode none = pod.objectNode();
        return violation(none, pod).isPresent();
    }

    /** Empty when the account lists all that the pod names. */
    static Optional<String> violation(ObjectNode account, ObjectNode pod) {
        String accountName = account.at("/metadata/name").asText();
        String suffix =
                " is not allowed because service account %s does not reference that secret".formatted(accountName);
        Set<String> mountable = names(account.path("secrets"));
        for (JsonNode volume : pod.at("/spec/volumes")) {
            String secret = volume.at("/secret/secretName").asText();
            if (!secret.isEmpty() && !mountable.contains(secret)) {
                return Optional.of("volume with secret.secretName=\"%s\"".formatted(secret) + suffix);
            }
        }
        for (var kind : CONTAINERS.entrySet()) {
            for (JsonNode container : pod.path("spec").path(kind.getKey())) {
                Optional<String> found = inContainer(kind.getValue(), container, mountable);
                if (found.isPresent()) {
                    return Optional.of(found.get() + suffix);
                }
            }
        }
        return pullSecret(account, pod, accountName);
    }

    private static Optional<String> inContainer(String kind, JsonNode container, Set<String> mountable) {
        String subject = kind + " " + container.path("name").asText() + " with ";
        for (JsonNode variable : container.path("env")) {
            String secret = variable.at("/valueFrom/secretKeyRef/name").asText();
            if (!secret.isEmpty() && !mountable.contains(secret)) {
                return Optional.of(subject
                        + "envVar %s referencing secret.secretName=\"%s\""
                                .formatted(variable.path("name").asText(), secret));
            }
        }
        for (JsonNode source : container.path("envFrom")) {
            String secret = source.at("/secretRef/name").asText();
            if (!secret.isEmpty() && !mountable.contains(secret)) {
                return Optional.of(subject + "envFrom referencing secret.secretName=\"%s\"".formatted(secret));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> pullSecret(ObjectNode account, ObjectNode pod, String accountName) {
        Set<String> allowed = names(account.path("imagePullSecrets"));
        int index = 0;
        for (JsonNode secret : pod.at("/spec/imagePullSecrets")) {
            String name = secret.path("name").asText();
            if (!allowed.contains(name)) {
                return Optional.of(
                        "imagePullSecrets[%d].name=\"%s\" is not allowed because service account %s does not reference that imagePullSecret"
                                .formatted(index, name, accountName));
            }
            index++;
        }
        return Optional.empty();
    }

    private static Set<String> names(JsonNode references) {
        Set<String> names = new HashSet<>();
        references.forEach(reference -> names.add(reference.path("name").asText()));
        return names;
    }
}
