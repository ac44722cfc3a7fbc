package dev.caravel.apiserver.admission.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** The volume with token, authority and namespace by which a container calls the API. Pure. */
final class TokenVolume {
    private static final String PREFIX = "kube-api-access-";
    private static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** An hour, and seven seconds that tell that nobody asked for it. */
    private static final int LIFE_SECONDS = 3_607;

    private static final int MODE_0644 = 420;

    private TokenVolume() {}

    /** Mounts it in every container that has nothing mounted in its place. */
    static void mount(ObjectNode spec, Supplier<String> suffixes) {
        String present = "";
        for (JsonNode volume : spec.path("volumes")) {
            if (volume.path("name").asText().startsWith(PREFIX)) {
                present = volume.path("name").asText();
                break;
            }
        }
        String name = present.isEmpty() ? PREFIX + suffixes.get() : present;
        boolean mounted = false;
        for (String kind : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(kind)) {
                mounted |= mount((ObjectNode) container, name);
            }
        }
        if (mounted && present.isEmpty()) {
            add(spec.withArray("/volumes"), name);
        }
    }

    private static boolean mount(ObjectNode container, String volume) {
        ArrayNode mounts = container.withArray("/volumeMounts");
        for (JsonNode mount : mounts) {
            if (mount.path("mountPath").asText().equals(PATH)) {
                return false;
            }
        }
        mounts.addObject().put("name", volume).put("readOnly", true).put("mountPath", PATH);
        return true;
    }

    private static void add(ArrayNode volumes, String name) {
        ObjectNode projected = volumes.addObject().put("name", name).putObject("projected");
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", LIFE_SECONDS)
                .put("path", "token");
        ObjectNode authority = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
        authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode namespace =
                sources.addObject().putObject("downwardAPI").putArray("items").addObject();
        namespace.put("path", "namespace");
        namespace.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        projected.put("defaultMode", MODE_0644);
    }
}
