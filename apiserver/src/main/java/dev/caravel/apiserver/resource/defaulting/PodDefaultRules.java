package dev.caravel.apiserver.resource.defaulting;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What pods and their parts take by rules that data cannot say. */
final class PodDefaultRules {
    private PodDefaultRules() {}

    /** Images that may change under their name are always pulled. */
    static void pullPolicyByTag(ObjectNode container) {
        var field = container.has("reference") ? "pullPolicy" : "imagePullPolicy";
        if (container.path(field).asText("").isEmpty()) {
            var image =
                    container.path("image").asText(container.path("reference").asText(""));
            container.put(field, isLatest(image) ? "Always" : "IfNotPresent");
        }
    }

    /** An image without tag and digest is the latest one; what has no valid name is not, as with upstream. */
    private static boolean isLatest(String image) {
        if (image.isEmpty() || !image.equals(image.strip())) {
            return false;
        }
        var digest = image.indexOf('@');
        var name = digest < 0 ? image : image.substring(0, digest);
        var colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        return colon < 0 ? digest < 0 : name.substring(colon + 1).equals("latest");
    }

    static void emptyDirWithoutSource(ObjectNode volume) {
        if (volume.size() == 0 || volume.size() == 1 && volume.has("name")) {
            volume.putObject("emptyDir");
        }
    }

    /** In pods, not in templates. */
    static void requestsFromLimits(ObjectNode pod) {
        for (var container : DefaultRules.allContainers(pod)) {
            if (container.path("resources") instanceof ObjectNode resources) {
                DefaultRules.addMissing(resources, "requests", resources.path("limits"));
            }
        }
    }

    static void hostPortsOfHostNetwork(ObjectNode pod) {
        for (var container : DefaultRules.allContainers(pod)) {
            for (var port : container.path("ports")) {
                if (port instanceof ObjectNode open && open.path("hostPort").asInt(0) == 0) {
                    open.set("hostPort", open.path("containerPort"));
                }
            }
        }
    }

    /** The field's former name goes along with it. */
    static void serviceAccountAlias(ObjectNode podSpec) {
        var name = podSpec.path("serviceAccountName").asText("");
        var alias = podSpec.path("serviceAccount").asText("");
        if (!name.isEmpty()) {
            podSpec.put("serviceAccount", name);
        } else if (!alias.isEmpty()) {
            podSpec.put("serviceAccountName", alias);
        }
    }
}
