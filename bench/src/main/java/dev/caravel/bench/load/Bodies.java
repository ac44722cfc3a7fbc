package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The objects of the load. */
public final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** With what the server adds, a pod is served as about 4 KiB. */
    private static final int ENVIRONMENT = 20;

    private Bodies() {}

    static byte[] namespace(String name) {
        return write(object("v1", "Namespace", name));
    }

    static byte[] serviceAccount(String name) {
        return write(object("v1", "ServiceAccount", name));
    }

    static byte[] configMap(String name, int bytes) {
        ObjectNode map = object("v1", "ConfigMap", name);
        map.putObject("data").put("content", "x".repeat(bytes));
        return write(map);
    }

    /** A pod as a Deployment makes them. */
    public static byte[] pod(String name, int index) {
        ObjectNode pod = object("v1", "Pod", name);
        ObjectNode metadata = (ObjectNode) pod.get("metadata");
        metadata.putObject("labels")
                .put("app", "web-" + index % 50)
                .put("tier", "front")
                .put("pod-template-hash", "5c8f9d7b6");
        ObjectNode spec = pod.putObject("spec");
        spec.put("automountServiceAccountToken", false).put("nodeName", "node-" + index % 100);
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "server").put("image", "registry.example/web:1.2.3");
        container.putArray("ports").addObject().put("containerPort", 8080);
        ArrayNode environment = container.putArray("env");
        for (int i = 0; i < ENVIRONMENT; i++) {
            environment
                    .addObject()
                    .put("name", "SETTING_" + i)
                    .put("value", "the value of setting number %d of %s".formatted(i, name));
        }
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "100m").put("memory", "64Mi");
        resources.putObject("limits").put("memory", "128Mi");
        ObjectNode probe = container.putObject("readinessProbe");
        probe.putObject("httpGet").put("path", "/healthz").put("port", 8080);
        return write(pod);
    }

    static byte[] node(String name) {
        ObjectNode node = object("v1", "Node", name);
        node.putObject("spec").put("podCIDR", "10.1.0.0/24");
        node.putObject("status")
                .putObject("capacity")
                .put("cpu", "32")
                .put("memory", "128Gi")
                .put("pods", "110");
        return write(node);
    }

    /** What a kubelet says of a pod now and then. */
    static byte[] podStatus(int round) {
        ObjectNode patch = NODES.objectNode();
        ObjectNode status = patch.putObject("status");
        status.put("phase", "Running").put("message", "round " + round);
        ObjectNode condition = status.putArray("conditions").addObject();
        condition.put("type", "Ready").put("status", round % 2 == 0 ? "True" : "False");
        condition.put("lastTransitionTime", "2026-01-01T00:00:%02dZ".formatted(round % 60));
        return write(patch);
    }

    /** An annotation that says when the change was asked for. */
    static byte[] stamp(String annotation, long nanos) {
        ObjectNode patch = NODES.objectNode();
        patch.putObject("metadata").putObject("annotations").put(annotation, Long.toString(nanos));
        return write(patch);
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object = NODES.objectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static byte[] write(ObjectNode object) {
        try {
            return JSON.writeValueAsString(object).getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
