package dev.caravel.controllers.quota;

import static java.util.Objects.requireNonNull;

import dev.caravel.controllers.pods.PodStates;
import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What pods use: compute resources until they have ended, and their count until they are gone. */
final class PodUsage implements Usage<Pod> {
    private static final String COUNT = "count/pods";
    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";
    private static final String HUGE_PAGES = "hugepages-";
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

    private final InstantSource clock;

    PodUsage(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public boolean measures(String name) {
        String bare = name.startsWith(REQUESTS) ? name.substring(REQUESTS.length()) : name;
        return name.equals("pods")
                || name.equals(COUNT)
                || COMPUTE.contains(bare)
                || name.startsWith(LIMITS) && COMPUTE.contains(name.substring(LIMITS.length()))
                || bare.startsWith(HUGE_PAGES)
                || name.startsWith(REQUESTS) && isExtended(bare);
    }

    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/")
                || name.startsWith("deviceclass.resource.kubernetes.io/");
    }

    @Override
    public Amounts of(Pod pod) {
        Map<String, Quantity> result = new TreeMap<>(Map.of(COUNT, ONE));
        if (hasEnded(pod)) {
            return new Amounts(result);
        }
        result.put("pods", ONE);
        PodRequests resources = new PodRequests(pod);
        resources.requests().byName().forEach((name, amount) -> {
            if (COMPUTE.contains(name) || name.startsWith(HUGE_PAGES)) {
                result.put(name, amount);
                result.put(REQUESTS + name, amount);
            } else if (isExtended(name)) {
                result.put(REQUESTS + name, amount);
            }
        });
        resources
                .limits()
                .filtered(COMPUTE::contains)
                .byName()
                .forEach((name, amount) -> result.put(LIMITS + name, amount));
        return new Amounts(result);
    }

    /** One that hangs in deletion past its time uses nothing either, so that it can be replaced. */
    boolean hasEnded(Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        if (PodStates.isEnded(pod)) {
            return true;
        }
        return metadata.getDeletionTimestamp() != null
                && metadata.getDeletionGracePeriodSeconds() != null
                && clock.instant()
                        .isAfter(Instant.parse(metadata.getDeletionTimestamp())
                                .plusSeconds(metadata.getDeletionGracePeriodSeconds()));
    }

    @Override
    public boolean isWithin(ScopedResourceSelectorRequirement scope, Pod pod) {
        return switch (scope.getScopeName()) {
            case "Terminating" -> hasDeadline(pod);
            case "NotTerminating" -> !hasDeadline(pod);
            case "BestEffort" -> isBestEffort(pod);
            case "NotBestEffort" -> !isBestEffort(pod);
            case "PriorityClass" -> {
                String name = pod.getSpec().getPriorityClassName();
                yield Scopes.admits(scope, name == null || name.isEmpty() ? Set.of() : Set.of(name));
            }
            case "CrossNamespacePodAffinity" ->
                reachesOtherNamespaces(pod.getSpec().getAffinity());
            default -> false;
        };
    }

    private static boolean hasDeadline(Pod pod) {
        Long deadline = pod.getSpec().getActiveDeadlineSeconds();
        return deadline != null && deadline >= 0;
    }

    /** The API server classifies every pod. */
    private static boolean isBestEffort(Pod pod) {
        return pod.getStatus() != null && "BestEffort".equals(pod.getStatus().getQosClass());
    }

    private static boolean reachesOtherNamespaces(Affinity affinity) {
        if (affinity == null) {
            return false;
        }
        Stream<PodAffinityTerm> near = affinity.getPodAffinity() == null
                ? Stream.empty()
                : Stream.concat(
                        affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().stream(),
                        affinity.getPodAffinity().getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(WeightedPodAffinityTerm::getPodAffinityTerm));
        Stream<PodAffinityTerm> far = affinity.getPodAntiAffinity() == null
                ? Stream.empty()
                : Stream.concat(
                        affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().stream(),
                        affinity.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(WeightedPodAffinityTerm::getPodAffinityTerm));
        return Stream.concat(near, far)
                .anyMatch(term -> !term.getNamespaces().isEmpty() || term.getNamespaceSelector() != null);
    }
}
