package dev.caravel.apiserver.admission.plugins.quota;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.PodResources;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.kinds.pods.QosClass;
import dev.caravel.machinery.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What pods use: compute resources until they have ended, and their count until they are gone. */
final class PodUsage implements UsageEvaluator {
    private static final String COUNT = "count/pods";
    private static final String REQUESTS = "requests.";
    private static final String LIMITS = "limits.";
    private static final String HUGE_PAGES = "hugepages-";
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    /** A quota of these demands them of every container. Upstream's old mistake, for these resources only. */
    private static final Set<String> DEMANDED =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    private static final List<String> AFFINITY_TERMS = List.of(
            "/podAffinity/requiredDuringSchedulingIgnoredDuringExecution",
            "/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution");
    private static final List<String> WEIGHTED_AFFINITY_TERMS = List.of(
            "/podAffinity/preferredDuringSchedulingIgnoredDuringExecution",
            "/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution");

    private final InstantSource clock;

    PodUsage(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public boolean handles(AdmissionRequest request) {
        return switch (request.subresource()) {
            case "" ->
                request.operation() == Operation.CREATE
                        || request.operation() == Operation.UPDATE
                                && hasDeadline(request.object().orElseThrow())
                                        != hasDeadline(request.oldObject().orElseThrow());
            case "resize" -> request.operation() == Operation.UPDATE;
            default -> false;
        };
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

    /** Not one of Kubernetes' own. */
    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/")
                || name.startsWith("deviceclass.resource.kubernetes.io/");
    }

    @Override
    public ResourceAmounts usage(JsonNode pod) {
        ResourceAmounts count = ResourceAmounts.of(COUNT, ResourceAmounts.ONE);
        if (hasEnded(pod)) {
            return count;
        }
        PodResources resources = PodResources.charged(pod);
        return count.plus(ResourceAmounts.of("pods", ResourceAmounts.ONE))
                .plus(compute(resources.requests(), resources.limits()));
    }

    private static ResourceAmounts compute(ResourceAmounts requests, ResourceAmounts limits) {
        Map<String, Quantity> result = new TreeMap<>();
        requests.byName().forEach((name, amount) -> {
            if (COMPUTE.contains(name) || name.startsWith(HUGE_PAGES)) {
                result.put(name, amount);
                result.put(REQUESTS + name, amount);
            } else if (isExtended(name)) {
                result.put(REQUESTS + name, amount);
            }
        });
        limits.only(COMPUTE).byName().forEach((name, amount) -> result.put(LIMITS + name, amount));
        return new ResourceAmounts(result);
    }

    /** One that hangs in deletion past its time uses nothing either, so that it can be replaced. */
    private boolean hasEnded(JsonNode pod) {
        String phase = pod.at("/status/phase").asText();
        JsonNode metadata = pod.path("metadata");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return true;
        }
        if (!metadata.hasNonNull("deletionTimestamp") || !metadata.hasNonNull("deletionGracePeriodSeconds")) {
            return false;
        }
        Instant gone = Instant.parse(metadata.path("deletionTimestamp").asText())
                .plus(Duration.ofSeconds(
                        metadata.path("deletionGracePeriodSeconds").asLong()));
        return clock.instant().isAfter(gone);
    }

    @Override
    public boolean hasScopes() {
        return true;
    }

    @Override
    public boolean isWithin(QuotaScope scope, JsonNode pod) {
        return switch (scope.name()) {
            case "Terminating" -> hasDeadline(pod);
            case "NotTerminating" -> !hasDeadline(pod);
            case "BestEffort" -> QosClass.of(pod) == QosClass.BEST_EFFORT;
            case "NotBestEffort" -> QosClass.of(pod) != QosClass.BEST_EFFORT;
            case "PriorityClass" -> {
                String name = pod.at("/spec/priorityClassName").asText();
                yield scope.admits(name.isEmpty() ? Set.of() : Set.of(name));
            }
            case "CrossNamespacePodAffinity" -> reachesOtherNamespaces(pod.at("/spec/affinity"));
            default -> false;
        };
    }

    private static boolean hasDeadline(JsonNode pod) {
        JsonNode deadline = pod.at("/spec/activeDeadlineSeconds");
        return deadline.isNumber() && deadline.asLong() >= 0;
    }

    private static boolean reachesOtherNamespaces(JsonNode affinity) {
        return AFFINITY_TERMS.stream()
                        .flatMap(path -> StreamSupport.stream(affinity.at(path).spliterator(), false))
                        .anyMatch(PodUsage::namesNamespaces)
                || WEIGHTED_AFFINITY_TERMS.stream()
                        .flatMap(path -> StreamSupport.stream(affinity.at(path).spliterator(), false))
                        .anyMatch(weighted -> namesNamespaces(weighted.path("podAffinityTerm")));
    }

    private static boolean namesNamespaces(JsonNode term) {
        return !term.path("namespaces").isEmpty()
                || term.path("namespaceSelector").isObject();
    }

    @Override
    public Optional<String> missing(Set<String> required, JsonNode pod) {
        if (PodResources.hasOwn(pod)) {
            return Optional.empty();
        }
        Map<String, Set<String>> lacking = new TreeMap<>();
        for (String path : List.of("/spec/containers", "/spec/initContainers")) {
            for (JsonNode container : pod.at(path)) {
                Set<String> given = compute(
                                ResourceAmounts.of(container.at("/resources/requests")),
                                ResourceAmounts.of(container.at("/resources/limits")))
                        .names();
                required.stream()
                        .filter(name -> DEMANDED.contains(name) && !given.contains(name))
                        .forEach(name -> lacking.computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(container.path("name").asText()));
            }
        }
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(lacking.entrySet().stream()
                        .map(entry -> entry.getKey() + " for: " + String.join(",", entry.getValue()))
                        .collect(joining("; ", "must specify ", "")));
    }
}
