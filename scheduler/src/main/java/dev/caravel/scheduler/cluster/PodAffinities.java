package dev.caravel.scheduler.cluster;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.List;

/** What a pod says of other pods. Anti-affinity keeps away, affinity brings together. */
public record PodAffinities(
        List<AffinityTerm> required,
        List<AffinityTerm> requiredAnti,
        List<Weighted> preferred,
        List<Weighted> preferredAnti) {
    public static final PodAffinities NONE = new PodAffinities(List.of(), List.of(), List.of(), List.of());

    public record Weighted(AffinityTerm term, int weight) {}

    static PodAffinities of(Affinity affinity, String namespace) {
        if (affinity == null || (affinity.getPodAffinity() == null && affinity.getPodAntiAffinity() == null)) {
            return NONE;
        }
        var together = affinity.getPodAffinity();
        var apart = affinity.getPodAntiAffinity();
        return new PodAffinities(
                together == null
                        ? List.of()
                        : terms(together.getRequiredDuringSchedulingIgnoredDuringExecution(), namespace),
                apart == null ? List.of() : terms(apart.getRequiredDuringSchedulingIgnoredDuringExecution(), namespace),
                together == null
                        ? List.of()
                        : weighted(together.getPreferredDuringSchedulingIgnoredDuringExecution(), namespace),
                apart == null
                        ? List.of()
                        : weighted(apart.getPreferredDuringSchedulingIgnoredDuringExecution(), namespace));
    }

    private static List<AffinityTerm> terms(List<PodAffinityTerm> terms, String namespace) {
        return terms.stream().map(term -> AffinityTerm.of(term, namespace)).toList();
    }

    private static List<Weighted> weighted(List<WeightedPodAffinityTerm> terms, String namespace) {
        return terms.stream()
                .map(term -> new Weighted(AffinityTerm.of(term.getPodAffinityTerm(), namespace), term.getWeight()))
                .toList();
    }

    public boolean isEmpty() {
        return required.isEmpty() && requiredAnti.isEmpty() && preferred.isEmpty() && preferredAnti.isEmpty();
    }
}
