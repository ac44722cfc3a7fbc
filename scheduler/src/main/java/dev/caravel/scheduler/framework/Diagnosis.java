package dev.caravel.scheduler.framework;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a pod fits nowhere: each node's reason, and who gave it. Not thread-safe. */
public final class Diagnosis {
    private final int allNodes;
    private final Map<String, Status> nodes = new LinkedHashMap<>();
    private final Set<String> unschedulablePlugins = new LinkedHashSet<>();
    private final Set<String> pendingPlugins = new LinkedHashSet<>();
    private Status absentNodes = Status.unresolvable("");
    private String preFilterMessage = "";
    private String postFilterMessage = "";

    public Diagnosis(int allNodes) {
        this.allNodes = allNodes;
    }

    /** A diagnosis of a pod that was refused after a node had been found. */
    public static Diagnosis ofOneNode(String node, Status status) {
        Diagnosis diagnosis = new Diagnosis(1);
        diagnosis.reject(node, status);
        return diagnosis;
    }

    public void reject(String node, Status status) {
        nodes.put(node, status);
        blame(status);
    }

    public void rejectAll(Status status) {
        absentNodes = status;
        preFilterMessage = status.message();
        blame(status);
    }

    /** What is said of nodes that were never looked at because PreFilter plugins had left them out. */
    public void narrowedBy(Set<String> plugins) {
        unschedulablePlugins.addAll(plugins);
        absentNodes = Status.unresolvable(
                "",
                "node(s) didn't satisfy plugin(s) ["
                        + String.join(" ", plugins.stream().sorted().toList()) + "]");
    }

    /** What is said of nodes that were never looked at. */
    public void absentNodes(Status status) {
        absentNodes = status;
    }

    public void postFilter(String message) {
        postFilterMessage = message;
    }

    private void blame(Status status) {
        if (status.plugin().isEmpty()) {
            return;
        }
        (status.code() == Code.PENDING ? pendingPlugins : unschedulablePlugins).add(status.plugin());
    }

    public Set<String> unschedulablePlugins() {
        return unschedulablePlugins;
    }

    public Set<String> pendingPlugins() {
        return pendingPlugins;
    }

    public Map<String, Status> nodes() {
        return nodes;
    }

    /** The status of a node, looked at or not. */
    public Status of(String node) {
        return nodes.getOrDefault(node, absentNodes);
    }

    public int rejectedNodes() {
        return nodes.size();
    }

    /** The message of the FailedScheduling event and of the PodScheduled condition. */
    public String message() {
        StringBuilder message = new StringBuilder("0/" + allNodes + " nodes are available:");
        if (!preFilterMessage.isEmpty()) {
            message.append(' ').append(preFilterMessage).append('.');
        } else {
            List<String> reasons = reasons();
            if (!reasons.isEmpty()) {
                message.append(' ').append(String.join(", ", reasons)).append('.');
            }
        }
        if (!postFilterMessage.isEmpty()) {
            message.append(' ').append(postFilterMessage);
        }
        return message.toString();
    }

    private List<String> reasons() {
        Map<String, Integer> counts = new HashMap<>();
        nodes.values().forEach(status -> status.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        if (nodes.size() < allNodes) {
            absentNodes.reasons().forEach(reason -> counts.merge(reason, allNodes - nodes.size(), Integer::sum));
        }
        List<String> reasons = new ArrayList<>();
        counts.forEach((reason, count) -> reasons.add(count + " " + reason));
        reasons.sort(null);
        return reasons;
    }
}
