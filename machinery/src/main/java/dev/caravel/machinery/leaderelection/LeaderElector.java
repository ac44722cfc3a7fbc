package dev.caravel.machinery.leaderelection;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import dev.caravel.machinery.serving.HealthCheck;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Strives to hold a Lease, and says when it is held and when it is lost.
 *
 * <p>Give it a client of its own, whose requests fail early: {@code ClusterClients#forLeaderElection}.
 */
public final class LeaderElector implements AutoCloseable {
    private static final Logger log = Logger.getLogger(LeaderElector.class);
    /** Spreads the tries of candidates: the pause between two is up to this much longer. */
    private static final double JITTER = 1.2;
    /** How much longer than its term a lease may be stale before the process is called unhealthy. */
    private static final Duration HEALTH_TOLERANCE = Duration.ofSeconds(20);

    /** Hears of the outcome; called on the elector's thread, must not block. */
    public interface Listener {
        void startedLeading();

        /** The lease was lost, not released: what leads must stop at once, usually by ending the process. */
        void lostLeadership();
    }

    private final ElectionSettings settings;
    private final Candidacy candidacy;
    private final Resource<Lease> lease;
    private final KubernetesClient client;
    private final EventRecorder events;
    private final Listener listener;
    private final Clock clock;

    private Optional<Lease> observed = Optional.empty();
    private Instant changeSeen = Instant.EPOCH;
    private volatile Instant renewed = Instant.MAX;
    private volatile boolean leading;
    private volatile Thread thread;

    public LeaderElector(
            KubernetesClient client,
            ElectionSettings settings,
            String identity,
            EventRecorder events,
            Listener listener,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.events = requireNonNull(events, "events is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.clock = requireNonNull(clock, "clock is null");
        candidacy = new Candidacy(requireNonNull(identity, "identity is null"), settings.leaseDuration());
        lease = client.leases().inNamespace(settings.namespace()).withName(settings.name());
    }

    /** {@code host_uuid}: no two processes have the same. */
    public static String newIdentity() {
        try {
            return InetAddress.getLocalHost().getHostName() + "_" + UUID.randomUUID();
        } catch (UnknownHostException _) {
            return "localhost_" + UUID.randomUUID();
        }
    }

    public void start() {
        thread = Thread.ofVirtual().name("leader-election").start(this::run);
    }

    /** Unhealthy when this process leads by a lease that it has not renewed for too long. */
    public HealthCheck healthCheck() {
        return HealthCheck.of("leaderElection", () -> {
            Duration limit = settings.leaseDuration().plus(HEALTH_TOLERANCE);
            return leading && clock.instant().isAfter(renewed.plus(limit))
                    ? Optional.of("failed election to renew leadership on lease " + settings.name())
                    : Optional.empty();
        });
    }

    private void run() {
        String lock = settings.namespace() + "/" + settings.name();
        try {
            log.infof("%s: attempting to acquire leader lease", lock);
            acquire();
            log.infof("%s: successfully acquired lease", lock);
            leading = true;
            tell("became leader");
            listener.startedLeading();
            renewUntilLost();
            leading = false;
            log.errorf("%s: leader election lost", lock);
            tell("stopped leading");
            listener.lostLeadership();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void acquire() throws InterruptedException {
        while (!tryAcquireOrRenew()) {
            double stretch = 1 + JITTER * RandomGenerator.getDefault().nextDouble();
            Thread.sleep(Duration.ofMillis((long) (settings.retryPeriod().toMillis() * stretch)));
        }
    }

    private void renewUntilLost() throws InterruptedException {
        while (clock.instant().isBefore(renewed.plus(settings.renewDeadline()))) {
            Thread.sleep(settings.retryPeriod());
            tryAcquireOrRenew();
        }
    }

    private boolean tryAcquireOrRenew() {
        try {
            Optional<Lease> current = leading ? observed : Optional.ofNullable(lease.get());
            observe(current);
            Optional<LeaseSpec> claim = candidacy.claim(current.map(Lease::getSpec), changeSeen, clock.instant());
            if (claim.isEmpty()) {
                return false;
            }
            observe(Optional.of(write(current, claim.get())));
            renewed = clock.instant();
            return true;
        } catch (KubernetesClientException e) {
            log.debugf("%s: cannot acquire or renew: %s", settings.name(), e.getMessage());
            refresh();
            return false;
        }
    }

    /** After a refused write, what is written there is to be known: another may lead by now. */
    private void refresh() {
        try {
            observe(Optional.ofNullable(lease.get()));
            if (leading && !observed.map(Lease::getSpec).map(candidacy::holds).orElse(true)) {
                renewed = Instant.EPOCH;
            }
        } catch (KubernetesClientException e) {
            log.debugf("%s: cannot read the lease: %s", settings.name(), e.getMessage());
        }
    }

    private void observe(Optional<Lease> current) {
        if (!Objects.equals(current.map(Lease::getSpec), observed.map(Lease::getSpec))) {
            changeSeen = clock.instant();
        }
        observed = current;
    }

    private Lease write(Optional<Lease> current, LeaseSpec spec) {
        if (current.isEmpty()) {
            Lease fresh = new LeaseBuilder()
                    .withNewMetadata()
                    .withNamespace(settings.namespace())
                    .withName(settings.name())
                    .endMetadata()
                    .withSpec(spec)
                    .build();
            return client.resource(fresh).create();
        }
        Lease changed = new LeaseBuilder(current.get()).withSpec(spec).build();
        return client.resource(changed).update();
    }

    private void tell(String what) {
        events.record(
                new ObjectReferenceBuilder()
                        .withApiVersion("coordination.k8s.io/v1")
                        .withKind("Lease")
                        .withNamespace(settings.namespace())
                        .withName(settings.name())
                        .withUid(observed.map(l -> l.getMetadata().getUid()).orElse(null))
                        .build(),
                EventType.NORMAL,
                "LeaderElection",
                candidacy.identity() + " " + what);
    }

    /** Stops; a lease that is held is released, so that another candidate need not wait for it to expire. */
    @Override
    public void close() throws InterruptedException {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        thread.join();
        if (leading) {
            leading = false;
            release();
        }
    }

    private void release() {
        try {
            Lease held = observed.orElseThrow();
            write(observed, candidacy.release(held.getSpec(), clock.instant()));
        } catch (KubernetesClientException e) {
            log.warnf("%s: cannot release the lease: %s", settings.name(), e.getMessage());
        }
    }
}
