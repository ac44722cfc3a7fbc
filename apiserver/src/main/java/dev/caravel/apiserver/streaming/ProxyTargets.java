package dev.caravel.apiserver.streaming;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds what the subresource {@code proxy} of pods, services and nodes leads to. Thread-safe; may block. */
public final class ProxyTargets {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");

    private final ObjectReader objects;
    private final KubeletLocator kubelets;
    private final RandomGenerator random;

    public ProxyTargets(ObjectReader objects, KubeletLocator kubelets, RandomGenerator random) {
        this.objects = requireNonNull(objects, "objects is null");
        this.kubelets = requireNonNull(kubelets, "kubelets is null");
        this.random = requireNonNull(random, "random is null");
    }

    /**
     * @param resource pods, services or nodes
     * @param text {@code name}, {@code name:port} or {@code scheme:name:port}
     * @throws ApiException 400, 404 or 503 when there is nothing to go to
     */
    public ProxyTarget find(String resource, String namespace, String text) {
        return switch (resource) {
            case "pods" -> pod(namespace, ProxyName.parse(text, "pod"));
            case "services" -> service(namespace, ProxyName.parse(text, "service"), text);
            case "nodes" -> node(ProxyName.parse(text, "node"));
            default -> throw Statuses.noSuchPath();
        };
    }

    private ProxyTarget pod(String namespace, ProxyName name) {
        ObjectNode pod =
                objects.get(PODS, namespace, name.name()).orElseThrow(() -> Statuses.notFound(PODS, name.name()));
        String address = requireProxyable(
                pod.at("/status/podIPs/0/ip").asText(pod.at("/status/podIP").asText()));
        int standard = name.isHttps() ? 443 : 80;
        int port = name.port().isEmpty() ? firstPort(pod, standard) : number(name);
        return new ProxyTarget(name.isHttps(), address, port, false);
    }

    private static int firstPort(ObjectNode pod, int otherwise) {
        for (JsonNode container : pod.at("/spec/containers")) {
            JsonNode port = container.at("/ports/0/containerPort");
            if (port.isNumber()) {
                return port.asInt();
            }
        }
        return otherwise;
    }

    private ProxyTarget service(String namespace, ProxyName name, String text) {
        String portName = name.hasPortNumber() ? portName(namespace, name) : name.port();
        ObjectNode endpoints = objects.get(ENDPOINTS, namespace, name.name())
                .orElseThrow(() -> Statuses.notFound(ENDPOINTS, name.name()));
        if (endpoints.path("subsets").isEmpty()) {
            throw noEndpoints(name.name());
        }
        List<ProxyTarget> found = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode port : subset.path("ports")) {
                if (port.path("name").asText().equals(portName)) {
                    subset.path("addresses").forEach(address -> {
                        if (isPodsOwn(address)) {
                            found.add(new ProxyTarget(
                                    name.isHttps(),
                                    address.path("ip").asText(),
                                    port.path("port").asInt(),
                                    false));
                        }
                    });
                }
            }
        }
        if (found.isEmpty()) {
            throw noEndpoints(text);
        }
        return found.get(random.nextInt(found.size()));
    }

    private static ApiException noEndpoints(String name) {
        return Statuses.serviceUnavailable("no endpoints available for service \"%s\"".formatted(name));
    }

    private String portName(String namespace, ProxyName name) {
        ObjectNode service = objects.get(SERVICES, namespace, name.name())
                .orElseThrow(() -> Statuses.notFound(SERVICES, name.name()));
        for (JsonNode port : service.at("/spec/ports")) {
            if (port.path("port").asText().equals(name.port())) {
                return port.path("name").asText();
            }
        }
        throw Statuses.serviceUnavailable(
                "no service port %s found for service \"%s\"".formatted(name.port(), name.name()));
    }

    /** Endpoints can be written by users: only what is a pod's address is gone to. */
    private boolean isPodsOwn(JsonNode address) {
        JsonNode target = address.path("targetRef");
        if (!target.path("kind").asText().equals("Pod")) {
            return false;
        }
        return objects
                .get(
                        PODS,
                        target.path("namespace").asText(),
                        target.path("name").asText())
                .stream()
                .flatMap(pod -> addresses(pod).stream())
                .anyMatch(address.path("ip").asText()::equals);
    }

    private static List<String> addresses(ObjectNode pod) {
        List<String> addresses = new ArrayList<>();
        addresses.add(pod.at("/status/podIP").asText());
        pod.at("/status/podIPs").forEach(each -> addresses.add(each.path("ip").asText()));
        return addresses;
    }

    private ProxyTarget node(ProxyName name) {
        KubeletAddress kubelet = kubelets.locate(name.name());
        if (name.port().isEmpty() || name.port().equals(Integer.toString(kubelet.port()))) {
            return new ProxyTarget(true, kubelet.host(), kubelet.port(), true);
        }
        return new ProxyTarget(name.isHttps(), kubelet.host(), number(name), false);
    }

    private static int number(ProxyName name) {
        if (!name.hasPortNumber() || name.port().length() > 5 || Integer.parseInt(name.port()) > 65_535) {
            throw Statuses.badRequest("invalid port \"%s\"".formatted(name.port()));
        }
        return Integer.parseInt(name.port());
    }

    /** The API server's own host and link are none of the users' business. */
    private static String requireProxyable(String address) {
        try {
            boolean literal = address.matches("[0-9a-fA-F.:]+") && !address.isEmpty();
            InetAddress ip = literal ? InetAddress.getByName(address) : InetAddress.getLoopbackAddress();
            if (!ip.isLoopbackAddress()
                    && !ip.isLinkLocalAddress()
                    && !ip.isMulticastAddress()
                    && !ip.isAnyLocalAddress()) {
                return address;
            }
        } catch (UnknownHostException e) {
            // not an address: refused below
        }
        throw Statuses.badRequest("address not allowed");
    }
}
