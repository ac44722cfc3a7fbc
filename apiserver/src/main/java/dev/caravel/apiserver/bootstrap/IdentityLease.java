package dev.caravel.apiserver.bootstrap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.MicroTime;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The Lease in kube-system by which others know that this server is there (KEP-1965): renewed as long as it is. The leases of
 * servers that have not renewed theirs for an hour are removed.
 */
public final class IdentityLease implements AutoCloseable {
    private static final Logger log = Logger.getLogger(IdentityLease.class);

    private static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");
    private static final String NAMESPACE = "kube-system";
    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final String COMPONENT = "kube-apiserver";
    private static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS);

    /** Upstream's. */
    private static final Duration DURATION = Duration.ofHours(1);

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration COLLECTION = Duration.ofHours(1);

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Clock clock;
    private final String name;
    private final String hostname;
    private volatile Thread renewal;
    private volatile Thread collection;

    /** @param name of this server among others */
    public IdentityLease(ObjectReader reader, ObjectWriter writer, Clock clock, String name, String hostname) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.name = requireNonNull(name, "name is null");
        this.hostname = requireNonNull(hostname, "hostname is null");
    }

    /** Takes the lease, and keeps it until this is closed. */
    public void hold() {
        renew();
        renewal = Thread.ofVirtual().name("identity-lease").start(this::renewOften);
    }

    private void renewOften() {
        try {
            while (true) {
                Thread.sleep(RENEWAL);
                try {
                    renew();
                } catch (RuntimeException e) {
                    log.errorf("cannot renew the lease %s/%s: %s", NAMESPACE, name, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            log.debugf("the lease %s/%s is no longer renewed", NAMESPACE, name);
        }
    }

    void renew() {
        if (reader.get(LEASES, NAMESPACE, name).isEmpty() && create()) {
            return;
        }
        writer.mutate(LEASES, NAMESPACE, name, this::renewed);
    }

    private boolean create() {
        ObjectNode lease = JsonCodec.object().put("kind", "Lease").put("apiVersion", "coordination.k8s.io/v1");
        lease.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
        lease.putObject("spec")
                .put("holderIdentity", name + "_" + UUID.randomUUID())
                .put("leaseDurationSeconds", DURATION.toSeconds());
        return writer.createUnlessPresent(LEASES, NAMESPACE, renewed(lease));
    }

    private ObjectNode renewed(ObjectNode lease) {
        lease.withObject("/metadata/labels").put(LABEL, COMPONENT).put("kubernetes.io/hostname", hostname);
        lease.withObject("/spec").put("renewTime", MicroTime.of(clock.instant()));
        return lease;
    }

    /** Removes what others have left, from now on until this is closed. */
    public void collect() {
        collection = Thread.ofVirtual().name("identity-lease-collection").start(() -> {
            try {
                while (true) {
                    try {
                        removeExpired();
                    } catch (RuntimeException e) {
                        log.errorf("cannot remove leases that have expired: %s", e.getMessage());
                    }
                    Thread.sleep(COLLECTION);
                }
            } catch (InterruptedException e) {
                log.debug("leases that have expired are no longer removed");
            }
        });
    }

    void removeExpired() {
        for (ObjectNode lease : reader.list(LEASES, NAMESPACE)) {
            if (lease.at("/metadata/labels").path(LABEL).asText().equals(COMPONENT) && isExpired(lease)) {
                String expired = lease.at("/metadata/name").asText();
                ObjectNode options = JsonCodec.object();
                options.putObject("preconditions").set("resourceVersion", lease.at("/metadata/resourceVersion"));
                try {
                    writer.delete(LEASES, NAMESPACE, expired, options, SELF);
                } catch (ApiException e) {
                    log.debugf("lease %s/%s is not removed: %s", NAMESPACE, expired, e.getMessage());
                }
            }
        }
    }

    private boolean isExpired(ObjectNode lease) {
        JsonNode spec = lease.path("spec");
        return !spec.hasNonNull("renewTime")
                || !spec.hasNonNull("leaseDurationSeconds")
                || Instant.parse(spec.path("renewTime").asText())
                        .plusSeconds(spec.path("leaseDurationSeconds").asLong())
                        .isBefore(clock.instant());
    }

    @Override
    public void close() {
        Stream.of(renewal, collection).filter(Objects::nonNull).forEach(Thread::interrupt);
    }
}
