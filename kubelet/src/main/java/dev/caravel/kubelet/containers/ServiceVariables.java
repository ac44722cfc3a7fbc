package dev.caravel.kubelet.containers;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment variables by which a container finds services: {@code NAME_SERVICE_HOST} and Docker's link form. */
final class ServiceVariables {
    private ServiceVariables() {}

    static Map<String, String> of(Collection<Service> services) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Service service : services) {
            String ip = service.getSpec().getClusterIP();
            List<ServicePort> ports = service.getSpec().getPorts();
            if (ip == null || ip.isEmpty() || ip.equals("None") || ports == null || ports.isEmpty()) {
                continue;
            }
            addService(variables, name(service.getMetadata().getName()), ip, ports);
        }
        return variables;
    }

    private static void addService(Map<String, String> variables, String prefix, String ip, List<ServicePort> ports) {
        variables.put(prefix + "_SERVICE_HOST", ip);
        variables.put(prefix + "_SERVICE_PORT", String.valueOf(ports.getFirst().getPort()));
        for (ServicePort port : ports) {
            if (port.getName() != null && !port.getName().isEmpty()) {
                variables.put(prefix + "_SERVICE_PORT_" + name(port.getName()), String.valueOf(port.getPort()));
            }
        }
        variables.put(prefix + "_PORT", url(ip, ports.getFirst()));
        for (ServicePort port : ports) {
            String link = prefix + "_PORT_" + port.getPort() + "_" + protocol(port);
            variables.put(link, url(ip, port));
            variables.put(link + "_PROTO", protocol(port).toLowerCase(Locale.ROOT));
            variables.put(link + "_PORT", String.valueOf(port.getPort()));
            variables.put(link + "_ADDR", ip);
        }
    }

    private static String url(String ip, ServicePort port) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return protocol(port).toLowerCase(Locale.ROOT) + "://" + host + ":" + port.getPort();
    }

    private static String protocol(ServicePort port) {
        return port.getProtocol() == null ? "TCP" : port.getProtocol();
    }

    private static String name(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
