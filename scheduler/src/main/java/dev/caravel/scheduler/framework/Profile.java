package dev.caravel.scheduler.framework;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Runs the plugins of one scheduler name at each extension point. Thread-safe. */
public final class Profile {
    private final String schedulerName;
    private final OptionalInt percentageOfNodesToScore;
    private final PluginSet plugins;

    public Profile(String schedulerName, OptionalInt percentageOfNodesToScore, PluginSet plugins) {
        this.schedulerName = requireNonNull(schedulerName, "schedulerName is null");
        this.percentageOfNodesToScore = percentageOfNodesToScore;
        this.plugins = requireNonNull(plugins, "plugins is null");
    }

    public String schedulerName() {
        return schedulerName;
    }

    public OptionalInt percentageOfNodesToScore() {
        return percentageOfNodesToScore;
    }

    public PluginSet plugins() {
        return plugins;
    }

    /** The nodes left by PreFilter plugins and who left them, or the rejection; changes {@code state}. */
    public Narrowed preFilter(CycleState state, PodInfo pod, ClusterSnapshot snapshot) {
        Set<String> nodes = null;
        Set<String> narrowing = new LinkedHashSet<>();
        for (PreFilterPlugin plugin : plugins.preFilter()) {
            PreFilterResult result = plugin.preFilter(state, pod, snapshot);
            if (result.status().isSkip()) {
                state.skipFilter(plugin.name());
                continue;
            }
            if (!result.status().isSuccess()) {
                return new Narrowed(result.status(), Optional.empty(), narrowing);
            }
            if (result.nodes().isPresent()) {
                narrowing.add(plugin.name());
                nodes = intersection(nodes, result.nodes().get());
                if (nodes.isEmpty()) {
                    return new Narrowed(noneLeft(narrowing), Optional.empty(), narrowing);
                }
            }
        }
        return new Narrowed(Status.SUCCESS, Optional.ofNullable(nodes), narrowing);
    }

    /** What {@link #preFilter} found. */
    public record Narrowed(Status status, Optional<Set<String>> nodes, Set<String> plugins) {}

    private static Set<String> intersection(Set<String> nodes, Set<String> others) {
        if (nodes == null) {
            return others;
        }
        Set<String> common = new HashSet<>(nodes);
        common.retainAll(others);
        return common;
    }

    private static Status noneLeft(Set<String> plugins) {
        String names = "[" + String.join(" ", plugins) + "]";
        return Status.unresolvable(
                "",
                plugins.size() == 1
                        ? "node(s) didn't satisfy plugin " + names
                        : "node(s) didn't satisfy plugin(s) " + names + " simultaneously");
    }

    /** Tells PreFilter plugins of a pod that comes ({@code change} 1) or leaves (-1) in a trial. */
    public void recount(CycleState state, PodInfo pod, PodInfo other, NodeFacts node, int change) {
        for (PreFilterPlugin plugin : plugins.preFilter()) {
            if (!state.skipsFilter(plugin.name())) {
                plugin.recount(state, pod, other, node, change);
            }
        }
    }

    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
        for (FilterPlugin plugin : plugins.filter()) {
            if (state.skipsFilter(plugin.name())) {
                continue;
            }
            Status status = plugin.filter(state, pod, node);
            if (!status.isSuccess()) {
                return status;
            }
        }
        return Status.SUCCESS;
    }

    public Optional<PostFilterResult> postFilter(
            NodeTrials trials, CycleState state, PodInfo pod, ClusterSnapshot snapshot, Diagnosis diagnosis) {
        PostFilterResult last = null;
        for (PostFilterPlugin plugin : plugins.postFilter()) {
            last = plugin.postFilter(trials, state, pod, snapshot, diagnosis);
            if (last.status().isSuccess() || !last.status().isRejected()) {
                return Optional.of(last);
            }
        }
        return Optional.ofNullable(last);
    }

    /**
     * The sum of the weighted scores of each node.
     *
     * @throws IllegalStateException when a plugin fails or gives a score out of range
     */
    public long[] score(CycleState state, PodInfo pod, List<NodeInfo> nodes, ClusterSnapshot snapshot) {
        for (PreScorePlugin plugin : plugins.preScore()) {
            Status status = plugin.preScore(state, pod, nodes, snapshot);
            if (status.isSkip()) {
                state.skipScore(plugin.name());
            } else if (!status.isSuccess()) {
                throw new IllegalStateException(
                        "running PreScore plugin \"" + plugin.name() + "\": " + status.message());
            }
        }
        long[] totals = new long[nodes.size()];
        for (ScorePlugin plugin : plugins.score()) {
            if (!state.skipsScore(plugin.name())) {
                addScores(plugin, state, pod, nodes, snapshot, totals);
            }
        }
        return totals;
    }

    private void addScores(
            ScorePlugin plugin,
            CycleState state,
            PodInfo pod,
            List<NodeInfo> nodes,
            ClusterSnapshot snapshot,
            long[] totals) {
        long[] scores = new long[nodes.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = plugin.score(state, pod, nodes.get(i), snapshot);
        }
        plugin.normalize(state, pod, scores);
        int weight = plugins.weights().getOrDefault(plugin.name(), 1);
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < 0 || scores[i] > ScorePlugin.MAX_SCORE) {
                throw new IllegalStateException("plugin \"" + plugin.name() + "\" returns an invalid score " + scores[i]
                        + ", it should in the range of [0, 100] after normalizing");
            }
            totals[i] += weight * scores[i];
        }
    }

    public Status reserve(CycleState state, PodInfo pod, String node) {
        for (ReservePlugin plugin : plugins.reserve()) {
            Status status = plugin.reserve(state, pod, node);
            if (!status.isSuccess()) {
                return status;
            }
        }
        return Status.SUCCESS;
    }

    public void unreserve(CycleState state, PodInfo pod, String node) {
        plugins.reserve().reversed().forEach(plugin -> plugin.unreserve(state, pod, node));
    }

    public Status preBind(CycleState state, PodInfo pod, String node) {
        for (PreBindPlugin plugin : plugins.preBind()) {
            Status status = plugin.preBind(state, pod, node);
            if (!status.isSuccess()) {
                return status;
            }
        }
        return Status.SUCCESS;
    }

    public Status bind(CycleState state, PodInfo pod, String node) {
        for (BindPlugin plugin : plugins.bind()) {
            Status status = plugin.bind(state, pod, node);
            if (!status.isSkip()) {
                return status;
            }
        }
        return Status.error("", "no Bind plugin took the pod");
    }

    public void postBind(CycleState state, PodInfo pod, String node) {
        plugins.postBind().forEach(plugin -> plugin.postBind(state, pod, node));
    }
}
