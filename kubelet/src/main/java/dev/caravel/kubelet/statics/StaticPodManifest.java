package dev.caravel.kubelet.statics;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads a manifest file as a pod of this node: named after the node, with a uid made of what it says, and defaults. */
public final class StaticPodManifest {
    private final String nodeName;

    public StaticPodManifest(String nodeName) {
        this.nodeName = nodeName;
    }

    /**
     * @throws IllegalArgumentException when it is not a pod
     */
    Pod read(Path file) throws IOException {
        return parse(Files.readString(file), file.toString());
    }

    Pod parse(String text, String file) {
        Pod pod = parsePod(text);
        if (pod == null || !"Pod".equals(pod.getKind()) || pod.getSpec() == null || pod.getMetadata() == null) {
            throw new IllegalArgumentException("couldn't parse as pod");
        }
        String hash = hash(nodeName + "\0" + file + "\0" + text);
        boolean noNamespace = pod.getMetadata().getNamespace() == null
                || pod.getMetadata().getNamespace().isEmpty();
        Pod own = new PodBuilder(pod)
                .editMetadata()
                .withName(pod.getMetadata().getName() + "-" + nodeName)
                .withNamespace(noNamespace ? "default" : pod.getMetadata().getNamespace())
                .withUid(hash)
                .addToAnnotations(StaticPods.SOURCE, "file")
                .addToAnnotations(StaticPods.HASH, hash)
                .endMetadata()
                .build();
        applyDefaults(own.getSpec());
        return own;
    }

    /** YAML holds JSON as well. */
    private static Pod parsePod(String text) {
        try {
            return Serialization.yamlMapper().readValue(text, Pod.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("couldn't parse as pod: " + e.getOriginalMessage(), e);
        }
    }

    /** What the API server would have filled in. */
    private void applyDefaults(PodSpec spec) {
        spec.setNodeName(nodeName);
        spec.setTolerations(new ArrayList<>(spec.getTolerations()));
        spec.getTolerations()
                .add(new TolerationBuilder()
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .build());
        if (spec.getRestartPolicy() == null) {
            spec.setRestartPolicy("Always");
        }
        if (spec.getTerminationGracePeriodSeconds() == null) {
            spec.setTerminationGracePeriodSeconds(30L);
        }
        if (spec.getDnsPolicy() == null) {
            spec.setDnsPolicy("ClusterFirst");
        }
        if (spec.getEnableServiceLinks() == null) {
            spec.setEnableServiceLinks(true);
        }
        spec.setAutomountServiceAccountToken(false);
        List<Container> containers = new ArrayList<>(spec.getInitContainers());
        containers.addAll(spec.getContainers());
        for (Container container : containers) {
            if (container.getTerminationMessagePath() == null) {
                container.setTerminationMessagePath("/dev/termination-log");
            }
            if (container.getTerminationMessagePolicy() == null) {
                container.setTerminationMessagePolicy("File");
            }
            if (container.getImagePullPolicy() == null) {
                boolean latest = container.getImage().endsWith(":latest")
                        || !container.getImage().replaceFirst("^.*/", "").contains(":");
                container.setImagePullPolicy(latest ? "Always" : "IfNotPresent");
            }
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }
}
