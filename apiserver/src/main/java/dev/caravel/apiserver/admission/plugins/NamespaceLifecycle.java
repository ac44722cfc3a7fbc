package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Status.Cause;
import dev.caravel.apiserver.status.Status.Details;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nothing is made in a namespace that is not there, or that is being deleted; some namespaces stay for ever. */
public final class NamespaceLifecycle implements AdmissionPlugin {
    public static final String NAME = "NamespaceLifecycle";

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    /** How long the cache may lag behind a delete; as upstream. */
    private static final Duration DISTRUST = Duration.ofSeconds(30);

    private final ObjectReader reader;
    private final Clock clock;
    private final Map<String, Instant> recentlyDeleted = new ConcurrentHashMap<>();

    public NamespaceLifecycle(ObjectReader reader, Clock clock) {
        this.reader = requireNonNull(reader, "reader is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isOf("", "namespaces") || request.namespace().isEmpty() || isAccessReview(request)) {
            return;
        }
        ObjectNode namespace = find(request.namespace());
        if (request.operation() == Operation.CREATE
                && namespace.at("/status/phase").asText().equals("Terminating")) {
            throw terminating(request);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.operation() == Operation.DELETE && request.isFor("", "namespaces")) {
            if (IMMORTAL.contains(request.name())) {
                throw request.forbidden("this namespace may not be deleted");
            }
            Instant now = clock.instant();
            recentlyDeleted.values().removeIf(until -> until.isBefore(now));
            recentlyDeleted.put(request.name(), now.plus(DISTRUST));
        }
    }

    /** To say of a namespace that it is not there would tell whoever may not know. */
    private static boolean isAccessReview(AdmissionRequest request) {
        return request.isFor("authorization.k8s.io", "localsubjectaccessreviews");
    }

    private ObjectNode find(String name) {
        Optional<ObjectNode> cached =
                recentlyDeleted.containsKey(name) ? Optional.empty() : reader.get(NAMESPACES, "", name);
        return cached.or(() -> reader.getLatest(NAMESPACES, "", name))
                .orElseThrow(() -> Statuses.notFound(NAMESPACES, name));
    }

    private static ApiException terminating(AdmissionRequest request) {
        String namespace = request.namespace();
        Status plain = request.forbidden("unable to create new content in namespace %s because it is being terminated"
                        .formatted(namespace))
                .status();
        Cause cause = new Cause(
                "NamespaceTerminating", "namespace %s is being terminated".formatted(namespace), "metadata.namespace");
        return new ApiException(new Status(
                plain.code(),
                plain.reason(),
                plain.message(),
                plain.details()
                        .map(details -> new Details(
                                details.name(), details.group(), details.kind(), details.uid(), List.of(cause), 0))));
    }
}
