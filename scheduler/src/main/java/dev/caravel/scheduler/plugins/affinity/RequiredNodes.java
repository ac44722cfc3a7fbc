package dev.caravel.scheduler.plugins.affinity;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.Symbols;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The nodes that a pod insists on: its nodeSelector and its required node affinity. */
public record RequiredNodes(List<NodeRequirement> selector, Optional<NodeTerms> affinity) {

    public static RequiredNodes of(PodSpec spec, Symbols symbols) {
        Map<String, String> selector = spec.getNodeSelector() == null ? Map.of() : spec.getNodeSelector();
        return new RequiredNodes(
                selector.entrySet().stream()
                        .<NodeRequirement>map(label -> new NodeRequirement.LabelIn(
                                symbols.find(label.getKey()), new int[] {symbols.find(label.getValue())}, true))
                        .toList(),
                terms(spec).map(terms -> NodeTerms.of(terms, symbols)));
    }

    boolean isAny() {
        return selector.isEmpty() && affinity.isEmpty();
    }

    public boolean match(NodeFacts node) {
        return NodeTerms.allMatch(selector, node)
                && (affinity.isEmpty() || affinity.get().matches(node));
    }

    /** The only nodes that the affinity allows by name; none when some term allows others. */
    static Optional<Set<String>> namedNodes(PodSpec spec) {
        List<NodeSelectorTerm> terms = terms(spec).orElse(List.of());
        if (terms.isEmpty()) {
            return Optional.empty();
        }
        Set<String> named = new HashSet<>();
        for (NodeSelectorTerm term : terms) {
            Set<String> ofTerm = null;
            for (var field : term.getMatchFields()) {
                if (field.getKey().equals("metadata.name")
                        && field.getOperator().equals("In")) {
                    Set<String> values = new HashSet<>(field.getValues());
                    if (ofTerm != null) {
                        values.retainAll(ofTerm);
                    }
                    ofTerm = values;
                }
            }
            if (ofTerm == null) {
                return Optional.empty();
            }
            named.addAll(ofTerm);
        }
        return Optional.of(named);
    }

    private static Optional<List<NodeSelectorTerm>> terms(PodSpec spec) {
        return Optional.ofNullable(spec.getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(NodeSelector::getNodeSelectorTerms);
    }
}
