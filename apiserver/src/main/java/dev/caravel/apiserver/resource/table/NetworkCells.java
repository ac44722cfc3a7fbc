package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Cells of services, endpoints and ingresses. */
final class NetworkCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "serviceExternalIP", Cell.text(NetworkCells::externalIP),
            "servicePorts", Cell.text(NetworkCells::ports),
            "endpoints", Cell.text(NetworkCells::endpoints),
            "endpointSlicePorts", Cell.text(NetworkCells::slicePorts),
            "endpointSliceAddresses", Cell.text(NetworkCells::sliceAddresses),
            "ingressClass",
                    Cell.text(ingress -> Texts.orElse(JsonPaths.text(ingress, "spec.ingressClassName"), "<none>")),
            "ingressHosts", Cell.text(NetworkCells::hosts),
            "ingressAddress", Cell.text(NetworkCells::loadBalancer),
            "ingressPorts",
                    Cell.text(ingress -> JsonPaths.at(ingress, "spec.tls").isEmpty() ? "80" : "80, 443"),
            "ipParentRef", Cell.text(NetworkCells::parentRef));

    private static final int SHOWN = 3;

    private NetworkCells() {}

    private static String externalIP(ObjectNode service) {
        var external = Texts.join(JsonPaths.at(service, "spec.externalIPs"), ",");
        return switch (JsonPaths.text(service, "spec.type")) {
            case "ClusterIP", "NodePort" -> Texts.orElse(external, "<none>");
            case "ExternalName" -> JsonPaths.text(service, "spec.externalName");
            case "LoadBalancer" -> {
                var balancer = loadBalancer(service);
                var both = balancer + (balancer.isEmpty() || external.isEmpty() ? "" : ",") + external;
                yield Texts.orElse(both, "<pending>");
            }
            default -> "<unknown>";
        };
    }

    private static String loadBalancer(ObjectNode object) {
        return JsonPaths.at(object, "status.loadBalancer.ingress")
                .valueStream()
                .map(point -> Texts.orElse(
                        point.path("ip").asText(""), point.path("hostname").asText("")))
                .filter(address -> !address.isEmpty())
                .sorted()
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String ports(ObjectNode service) {
        var ports = JsonPaths.at(service, "spec.ports")
                .valueStream()
                .map(port -> port.path("port").asText()
                        + (port.path("nodePort").asInt() > 0
                                ? ":" + port.path("nodePort").asInt()
                                : "")
                        + "/"
                        + port.path("protocol").asText())
                .collect(Collectors.joining(","));
        return Texts.orElse(ports, "<none>");
    }

    private static String endpoints(ObjectNode endpoints) {
        var texts = new ArrayList<String>();
        for (var subset : endpoints.path("subsets")) {
            var addresses = subset.path("addresses")
                    .valueStream()
                    .map(address -> address.path("ip").asText())
                    .toList();
            if (subset.path("ports").isEmpty()) {
                texts.addAll(addresses);
            }
            for (var port : subset.path("ports")) {
                addresses.forEach(ip -> texts.add((ip.contains(":") ? "[" + ip + "]" : ip) + ":"
                        + port.path("port").asText()));
            }
        }
        return Texts.some(texts, SHOWN, ",", endpoints.path("subsets").isEmpty() ? "<none>" : "");
    }

    private static String slicePorts(ObjectNode slice) {
        var ports = slice.path("ports")
                .valueStream()
                .map(port -> port.has("port")
                        ? port.get("port").asText()
                        : port.path("name").asText("*"))
                .toList();
        return Texts.some(ports, SHOWN, ",", "<unset>");
    }

    private static String sliceAddresses(ObjectNode slice) {
        var addresses = slice.path("endpoints")
                .valueStream()
                .flatMap(endpoint -> endpoint.path("addresses").valueStream())
                .map(JsonNode::asText)
                .toList();
        return Texts.some(addresses, SHOWN, ",", "<unset>");
    }

    private static String hosts(ObjectNode ingress) {
        List<JsonNode> rules = JsonPaths.at(ingress, "spec.rules").valueStream().toList();
        var hosts = rules.stream()
                .map(rule -> rule.path("host").asText(""))
                .filter(host -> !host.isEmpty())
                .toList();
        return Texts.some(hosts, SHOWN, ",", "*");
    }

    private static String parentRef(ObjectNode address) {
        var parent = JsonPaths.at(address, "spec.parentRef");
        if (!parent.isObject()) {
            return "<none>";
        }
        var group = parent.path("group").asText("");
        var resource = parent.path("resource").asText() + (group.isEmpty() ? "" : "." + group);
        var namespace = parent.path("namespace").asText("");
        return resource.toLowerCase(Locale.ROOT)
                + (namespace.isEmpty() ? "" : "/" + namespace)
                + "/"
                + parent.path("name").asText();
    }
}
