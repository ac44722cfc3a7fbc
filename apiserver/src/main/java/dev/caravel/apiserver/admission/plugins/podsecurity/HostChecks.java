package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a pod takes of its node: namespaces, paths, ports, kernel parameters, volumes. */
final class HostChecks {
    private static final List<String> HANDLERS =
            List.of("/livenessProbe", "/readinessProbe", "/startupProbe", "/lifecycle/postStart", "/lifecycle/preStop");
    private static final Set<String> FREE_VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private HostChecks() {}

    static Optional<Violation> namespaces(JudgedPod pod) {
        List<String> shared = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(field -> pod.spec().path(field).asBoolean())
                .map(field -> field + "=true")
                .toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
    }

    static Optional<Violation> paths(JudgedPod pod) {
        List<String> volumes = StreamSupport.stream(pod.spec().path("volumes").spliterator(), false)
                .filter(volume -> volume.path("hostPath").isObject())
                .map(volume -> volume.path("name").asText())
                .toList();
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostPath volumes",
                        Violation.plural("volume", volumes.size()) + " " + Violation.quote(volumes)));
    }

    static Optional<Violation> ports(JudgedPod pod) {
        List<String> containers = new ArrayList<>();
        Set<String> ports = new TreeSet<>();
        for (JsonNode container : pod.containers()) {
            Set<String> taken = new TreeSet<>();
            for (JsonNode port : container.path("ports")) {
                if (port.path("hostPort").asInt() != 0) {
                    taken.add(port.path("hostPort").asText());
                }
            }
            if (!taken.isEmpty()) {
                containers.add(container.path("name").asText());
                ports.addAll(taken);
            }
        }
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostPort",
                        "%s %s %s %s"
                                .formatted(
                                        Violation.containers(containers),
                                        uses(containers.size()),
                                        Violation.plural("hostPort", ports.size()),
                                        String.join(", ", ports))));
    }

    /** The kubelet connects where a probe tells it to, from the node (KEP-4940). */
    static Optional<Violation> probes(JudgedPod pod) {
        Set<String> containers = new TreeSet<>();
        Set<String> hosts = new TreeSet<>();
        for (JsonNode container : pod.containers()) {
            for (String handler : HANDLERS) {
                for (String action : List.of("/httpGet/host", "/tcpSocket/host")) {
                    String host = container.at(handler + action).asText();
                    if (!host.isEmpty()) {
                        containers.add(container.path("name").asText());
                        hosts.add(host);
                    }
                }
            }
        }
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "probe or lifecycle host",
                        "%s %s %s %s"
                                .formatted(
                                        Violation.containers(containers),
                                        uses(containers.size()),
                                        Violation.plural("probe or lifecycle host", hosts.size()),
                                        Violation.quote(hosts))));
    }

    static Optional<Violation> sysctls(JudgedPod pod, Set<String> allowed) {
        List<String> forbidden = StreamSupport.stream(
                        pod.securityContext().path("sysctls").spliterator(), false)
                .map(sysctl -> sysctl.path("name").asText())
                .filter(name -> !allowed.contains(name))
                .toList();
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("forbidden sysctls", String.join(", ", forbidden)));
    }

    static Optional<Violation> volumes(JudgedPod pod) {
        List<String> volumes = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            String type = volume.properties().stream()
                    .filter(field -> field.getValue().isObject())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("unknown");
            if (!FREE_VOLUMES.contains(type)) {
                volumes.add(volume.path("name").asText());
                types.add(type);
            }
        }
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "restricted volume types",
                        "%s %s %s %s %s"
                                .formatted(
                                        Violation.plural("volume", volumes.size()),
                                        Violation.quote(volumes),
                                        uses(volumes.size()),
                                        Violation.plural("restricted volume type", types.size()),
                                        Violation.quote(types))));
    }

    private static String uses(int count) {
        return count == 1 ? "uses" : "use";
    }
}
