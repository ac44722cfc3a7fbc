package dev.caravel.scheduler.plugins.affinity;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.Symbols;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.List;

/** The nodes that a pod would rather have, and how much rather. */
record PreferredNodes(List<Term> terms) {
    record Term(int weight, List<NodeRequirement> requirements) {}

    /** @throws IllegalArgumentException when a term makes no sense */
    static PreferredNodes of(NodeAffinity affinity, Symbols symbols) {
        List<PreferredSchedulingTerm> preferred =
                affinity == null ? List.of() : affinity.getPreferredDuringSchedulingIgnoredDuringExecution();
        return new PreferredNodes(preferred.stream()
                .filter(term -> term.getWeight() != null && term.getWeight() != 0)
                .map(term -> new Term(term.getWeight(), NodeTerms.term(term.getPreference(), symbols)))
                .filter(term -> !term.requirements().isEmpty())
                .toList());
    }

    long score(NodeFacts node) {
        long score = 0;
        for (Term term : terms) {
            if (NodeTerms.allMatch(term.requirements(), node)) {
                score += term.weight();
            }
        }
        return score;
    }
}
