package dev.caravel.scheduler.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * A node and what the pods on it take of it. Immutable: a change makes a new one, so that a snapshot shares all that
 * did not change.
 */
public final class NodeInfo {
    private final NodeFacts facts;
    private final List<PodInfo> pods;
    private final List<HostPort> usedPorts;
    private final List<PodInfo> podsWithAffinity;
    private final Resources requested;
    private final Resources requestedForScoring;

    private NodeInfo(
            NodeFacts facts,
            List<PodInfo> pods,
            List<HostPort> usedPorts,
            List<PodInfo> podsWithAffinity,
            Resources requested,
            Resources requestedForScoring) {
        this.facts = facts;
        this.pods = pods;
        this.usedPorts = usedPorts;
        this.podsWithAffinity = podsWithAffinity;
        this.requested = requested;
        this.requestedForScoring = requestedForScoring;
    }

    public static NodeInfo empty(NodeFacts facts) {
        return new NodeInfo(facts, List.of(), List.of(), List.of(), Resources.NONE, Resources.NONE);
    }

    public String name() {
        return facts.name();
    }

    public NodeFacts facts() {
        return facts;
    }

    public List<PodInfo> pods() {
        return pods;
    }

    public List<HostPort> usedPorts() {
        return usedPorts;
    }

    /** Those of {@link #pods} that have any affinity or anti-affinity to pods. */
    public List<PodInfo> podsWithAffinity() {
        return podsWithAffinity;
    }

    public Resources requested() {
        return requested;
    }

    /** As {@link #requested}, with nominal amounts for containers that state none. */
    public Resources requestedForScoring() {
        return requestedForScoring;
    }

    public NodeInfo withFacts(NodeFacts changed) {
        return new NodeInfo(changed, pods, usedPorts, podsWithAffinity, requested, requestedForScoring);
    }

    public NodeInfo withPod(PodInfo pod) {
        List<PodInfo> more = new ArrayList<>(pods.size() + 1);
        more.addAll(pods);
        more.add(pod);
        return new NodeInfo(
                facts,
                more,
                pod.hostPorts().isEmpty() ? usedPorts : portsOf(more),
                pod.affinities().isEmpty() ? podsWithAffinity : withAffinity(more),
                requested.plus(pod.requests().effective()),
                requestedForScoring.plus(pod.requests().forScoring()));
    }

    /** Without the pod of that identity; itself when there is none. */
    public NodeInfo withoutPod(String uid) {
        for (int i = 0; i < pods.size(); i++) {
            PodInfo pod = pods.get(i);
            if (pod.uid().equals(uid)) {
                List<PodInfo> fewer = new ArrayList<>(pods);
                fewer.remove(i);
                return new NodeInfo(
                        facts,
                        fewer,
                        pod.hostPorts().isEmpty() ? usedPorts : portsOf(fewer),
                        pod.affinities().isEmpty() ? podsWithAffinity : withAffinity(fewer),
                        requested.minus(pod.requests().effective()),
                        requestedForScoring.minus(pod.requests().forScoring()));
            }
        }
        return this;
    }

    private static List<HostPort> portsOf(List<PodInfo> pods) {
        return pods.stream().flatMap(pod -> pod.hostPorts().stream()).toList();
    }

    private static List<PodInfo> withAffinity(List<PodInfo> pods) {
        return pods.stream().filter(pod -> !pod.affinities().isEmpty()).toList();
    }
}
