package dev.caravel.deploy.manifests;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.supervisor.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A role of the control plane as a pod, with the probes, labels and priority that kubeadm gives it.
 *
 * @param arguments for the image's entrypoint
 * @param readiness where it answers, on the host's network
 * @param directories of the host that it reads
 */
record StaticPod(
        Role role, String image, List<String> arguments, Readiness readiness, List<Path> directories, int stopSeconds) {
    private static final int START_FAILURES = 24;
    private static final int LIFE_FAILURES = 8;
    private static final int READY_FAILURES = 3;
    private static final int PERIOD_SECONDS = 10;
    private static final int READY_PERIOD_SECONDS = 1;
    private static final int TIMEOUT_SECONDS = 15;

    StaticPod {
        requireNonNull(role, "role is null");
        requireNonNull(image, "image is null");
        arguments = List.copyOf(arguments);
        requireNonNull(readiness, "readiness is null");
        directories = List.copyOf(directories);
    }

    ObjectNode manifest() {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", role.program()).put("namespace", "kube-system");
        metadata.putObject("labels").put("component", role.program()).put("tier", "control-plane");
        ObjectNode spec = pod.putObject("spec");
        spec.put("hostNetwork", true)
                .put("priorityClassName", "system-node-critical")
                .put("terminationGracePeriodSeconds", stopSeconds);
        spec.putObject("securityContext").putObject("seccompProfile").put("type", "RuntimeDefault");
        container(spec.putArray("containers").addObject());
        ArrayNode volumes = spec.putArray("volumes");
        for (Path directory : directories) {
            ObjectNode volume = volumes.addObject().put("name", name(directory));
            volume.putObject("hostPath").put("path", directory.toString()).put("type", "Directory");
        }
        return pod;
    }

    private void container(ObjectNode container) {
        // Never: the image is imported, and its registry is nobody's.
        container.put("name", role.program()).put("image", image).put("imagePullPolicy", "Never");
        ArrayNode args = container.putArray("args");
        arguments.forEach(args::add);
        security(container.putObject("securityContext"));
        probe(container.putObject("startupProbe"), alivePath(), PERIOD_SECONDS, START_FAILURES);
        probe(container.putObject("livenessProbe"), alivePath(), PERIOD_SECONDS, LIFE_FAILURES);
        probe(container.putObject("readinessProbe"), answersAt().getPath(), READY_PERIOD_SECONDS, READY_FAILURES);
        ArrayNode mounts = container.putArray("volumeMounts");
        for (Path directory : directories) {
            mounts.addObject()
                    .put("name", name(directory))
                    .put("mountPath", directory.toString())
                    .put("readOnly", true);
        }
    }

    /** Root, because the keys are root's alone; without the powers that root has otherwise. */
    private static void security(ObjectNode context) {
        context.put("runAsUser", 0).put("runAsGroup", 0).put("allowPrivilegeEscalation", false);
        context.putObject("capabilities").putArray("drop").add("ALL");
    }

    private void probe(ObjectNode probe, String path, int periodSeconds, int failures) {
        URI uri = answersAt();
        probe.putObject("httpGet")
                .put("host", uri.getHost())
                .put("port", uri.getPort())
                .put("path", path)
                .put("scheme", "HTTPS");
        probe.put("periodSeconds", periodSeconds)
                .put("timeoutSeconds", TIMEOUT_SECONDS)
                .put("failureThreshold", failures);
    }

    /** An API server that has lost etcd is not ready, but a restart does not bring etcd back. */
    private String alivePath() {
        return role == Role.KUBE_APISERVER ? "/livez" : answersAt().getPath();
    }

    private URI answersAt() {
        return switch (readiness) {
            case Readiness.Http(URI uri) -> uri;
            case Readiness.Socket(Path path) -> throw new IllegalStateException("no probe asks at " + path);
        };
    }

    private static String name(Path directory) {
        return directory.getFileName().toString();
    }
}
