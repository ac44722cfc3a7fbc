package dev.caravel.controllers.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Map;

/** Pods for tests: {@code PodFixture.pod("a").ready(since).build()}. */
public final class PodFixture {
    private final PodBuilder pod;

    private PodFixture(String name) {
        pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid("uid-" + name)
                .withLabels(Map.of("app", "web"))
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus();
    }

    public static PodFixture pod(String name) {
        return new PodFixture(name);
    }

    public PodFixture node(String node) {
        pod.editSpec().withNodeName(node).endSpec();
        return this;
    }

    public PodFixture phase(String phase) {
        pod.editStatus().withPhase(phase).endStatus();
        return this;
    }

    public PodFixture ip(String ip) {
        pod.editStatus().withPodIP(ip).addNewPodIP(ip).endStatus();
        return this;
    }

    public PodFixture ready(Instant since) {
        pod.editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(since.toString())
                .endCondition()
                .endStatus();
        return this;
    }

    public PodFixture restarts(int count) {
        pod.editStatus()
                .addNewContainerStatus()
                .withRestartCount(count)
                .endContainerStatus()
                .endStatus();
        return this;
    }

    public PodFixture created(Instant at) {
        pod.editMetadata().withCreationTimestamp(at.toString()).endMetadata();
        return this;
    }

    public PodFixture annotation(String name, String value) {
        pod.editMetadata().addToAnnotations(name, value).endMetadata();
        return this;
    }

    public PodFixture labels(Map<String, String> labels) {
        pod.editMetadata().withLabels(labels).endMetadata();
        return this;
    }

    public PodFixture terminating() {
        pod.editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z").endMetadata();
        return this;
    }

    public PodFixture containerPort(String name, int port) {
        pod.editSpec()
                .addNewContainer()
                .addNewPort()
                .withName(name)
                .withContainerPort(port)
                .endPort()
                .endContainer()
                .endSpec();
        return this;
    }

    public Pod build() {
        return pod.build();
    }
}
