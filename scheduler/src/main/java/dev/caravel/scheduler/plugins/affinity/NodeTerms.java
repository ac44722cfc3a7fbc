package dev.caravel.scheduler.plugins.affinity;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.Symbols;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import java.util.ArrayList;
import java.util.List;

/** Node selector terms, of which one must hold; each is a list of requirements that must all hold. */
public record NodeTerms(List<List<NodeRequirement>> terms) {

    /** Terms that are empty or make no sense match nothing. */
    static NodeTerms of(List<NodeSelectorTerm> terms, Symbols symbols) {
        List<List<NodeRequirement>> compiled = new ArrayList<>();
        for (NodeSelectorTerm term : terms) {
            try {
                List<NodeRequirement> requirements = term(term, symbols);
                if (!requirements.isEmpty()) {
                    compiled.add(requirements);
                }
            } catch (IllegalArgumentException _) {
                // The API server lets such terms pass for compatibility; they select no node.
                continue;
            }
        }
        return new NodeTerms(compiled);
    }

    /** @throws IllegalArgumentException when the term makes no sense */
    static List<NodeRequirement> term(NodeSelectorTerm term, Symbols symbols) {
        List<NodeRequirement> requirements = new ArrayList<>();
        term.getMatchExpressions().forEach(r -> requirements.add(NodeRequirement.onLabels(r, symbols)));
        term.getMatchFields().forEach(r -> requirements.add(NodeRequirement.onFields(r)));
        return requirements;
    }

    boolean matches(NodeFacts node) {
        for (List<NodeRequirement> term : terms) {
            if (allMatch(term, node)) {
                return true;
            }
        }
        return false;
    }

    static boolean allMatch(List<NodeRequirement> requirements, NodeFacts node) {
        for (NodeRequirement requirement : requirements) {
            if (!requirement.matches(node)) {
                return false;
            }
        }
        return true;
    }
}
