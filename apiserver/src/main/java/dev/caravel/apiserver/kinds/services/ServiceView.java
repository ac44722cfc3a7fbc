package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A Service's tree, read and written in the words of its specification. */
record ServiceView(ObjectNode object) {
    static final String NONE = "None";

    ObjectNode spec() {
        return object.withObject("/spec");
    }

    String name() {
        return object.at("/metadata/name").asText();
    }

    String namespace() {
        return object.at("/metadata/namespace").asText();
    }

    /** Namespace and name, as IPAddress objects refer to a Service. */
    String key() {
        return namespace() + "/" + name();
    }

    /** Who holds what is allocated. */
    String owner() {
        String uid = object.at("/metadata/uid").asText();
        return uid.isEmpty() ? key() : uid;
    }

    String type() {
        return object.at("/spec/type").asText("ClusterIP");
    }

    boolean isExternalName() {
        return type().equals("ExternalName");
    }

    boolean needsClusterIp() {
        return !isExternalName();
    }

    boolean isHeadless() {
        return clusterIp().equals(NONE);
    }

    boolean hasSelector() {
        return !object.at("/spec/selector").isEmpty();
    }

    String clusterIp() {
        return text("clusterIP");
    }

    List<String> clusterIps() {
        return texts("clusterIPs");
    }

    /** Sets both the list and the single field that repeats its first value. */
    void setClusterIps(List<String> addresses) {
        setTexts("clusterIPs", addresses);
        setText("clusterIP", addresses.isEmpty() ? "" : addresses.getFirst());
    }

    List<String> families() {
        return texts("ipFamilies");
    }

    /** Empty when not said. */
    String policy() {
        return text("ipFamilyPolicy");
    }

    boolean isSingleStack() {
        return policy().equals("SingleStack");
    }

    boolean usesNodePorts() {
        return type().equals("NodePort") || type().equals("LoadBalancer");
    }

    /** Load balancers may do without. */
    boolean allocatesNodePorts() {
        return type().equals("NodePort")
                || type().equals("LoadBalancer")
                        && object.at("/spec/allocateLoadBalancerNodePorts").asBoolean(true);
    }

    boolean needsHealthCheckPort() {
        return type().equals("LoadBalancer") && text("externalTrafficPolicy").equals("Local");
    }

    boolean isExternallyAccessible() {
        return usesNodePorts()
                || type().equals("ClusterIP") && !object.at("/spec/externalIPs").isEmpty();
    }

    int healthCheckPort() {
        return object.at("/spec/healthCheckNodePort").asInt(0);
    }

    List<ObjectNode> ports() {
        List<ObjectNode> ports = new ArrayList<>();
        object.at("/spec/ports").forEach(port -> ports.add((ObjectNode) port));
        return ports;
    }

    Set<Integer> nodePorts() {
        Set<Integer> used = new TreeSet<>();
        ports().forEach(port -> used.add(nodePort(port)));
        used.remove(0);
        return used;
    }

    static int nodePort(ObjectNode port) {
        return port.path("nodePort").asInt(0);
    }

    String text(String field) {
        JsonNode value = object.path("spec").path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    void setText(String field, String value) {
        if (value.isEmpty()) {
            spec().remove(field);
        } else {
            spec().put(field, value);
        }
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        object.path("spec").path(field).forEach(value -> texts.add(value.asText()));
        return texts;
    }

    void setTexts(String field, List<String> values) {
        if (values.isEmpty()) {
            spec().remove(field);
        } else {
            ArrayNode array = spec().putArray(field);
            values.forEach(array::add);
        }
    }
}
