package dev.caravel.apiserver.storage.encryption;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.files.FileWatch;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.encryption.kms.KmsMetrics;
import dev.caravel.apiserver.storage.encryption.kms.KmsProvider;
import dev.caravel.machinery.serving.HealthCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How values are encrypted at present: as the file of {@code --encryption-provider-config} says, which is read again when it
 * changes if that is wanted. Thread-safe.
 */
public final class EncryptionAtRest implements AutoCloseable {
    private static final Logger log = Logger.getLogger(EncryptionAtRest.class);

    /** Upstream's: plugins that a new file names have that long at least to be well. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration ASKED_EVERY = Duration.ofMillis(100);

    private final Path file;
    private final boolean reload;
    private final EncryptionMetrics metrics;
    private final KmsMetrics kmsMetrics;
    private final Clock clock;
    private final SecureRandom random;
    private volatile Runnable changed = () -> {};
    private volatile ResourceTransformers transformers;
    private String contentHash;
    private FileWatch watch;

    private EncryptionAtRest(
            Path file, boolean reload, MeterRegistry registry, String serverId, Clock clock, SecureRandom random) {
        this.file = requireNonNull(file, "file is null");
        this.reload = reload;
        this.metrics = new EncryptionMetrics(registry, serverId, clock);
        this.kmsMetrics = new KmsMetrics(registry, serverId, clock);
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /**
     * @param reload whether the file is read again when it changes
     * @param serverId the server's identity, for metrics
     * @throws IllegalArgumentException when the configuration is not valid
     */
    public static EncryptionAtRest start(
            Path file, boolean reload, MeterRegistry registry, String serverId, Clock clock, SecureRandom random)
            throws IOException {
        EncryptionAtRest encryption = new EncryptionAtRest(file, reload, registry, serverId, clock, random);
        EncryptionConfiguration configuration = EncryptionConfiguration.read(file);
        encryption.use(encryption.transformers(configuration), configuration.contentHash());
        if (reload) {
            encryption.watch = FileWatch.follow(file, encryption::look);
        }
        return encryption;
    }

    private ResourceTransformers transformers(EncryptionConfiguration configuration) {
        return new ResourceTransformers(
                configuration,
                random,
                kms -> KmsProvider.start(
                        kms.name(), kms.socket(), kms.timeout(), kmsMetrics, clock, random, this::tellOfKeys));
    }

    private void use(ResourceTransformers next, String hash) {
        transformers = next;
        contentHash = hash;
        metrics.inUse(hash);
    }

    private void tellOfKeys() {
        changed.run();
    }

    /** Called when values may be readable that were not before. Not for more than one. */
    public void onKeys(Runnable listener) {
        changed = requireNonNull(listener, "listener is null");
    }

    private void look() {
        try {
            if (Files.exists(file)
                    && EncryptionConfiguration.hash(Files.readAllBytes(file)).equals(contentHash)) {
                return;
            }
            EncryptionConfiguration configuration = EncryptionConfiguration.read(file);
            ResourceTransformers next = transformers(configuration);
            Optional<String> fault = faultThatStays(next);
            if (fault.isPresent()) {
                next.close();
                throw new IOException("health check for new transformers failed: " + fault.get());
            }
            ResourceTransformers old = transformers;
            use(next, configuration.contentHash());
            metrics.reloaded(true);
            log.infof("%s has changed and is in use", file);
            closeWhenUnused(old);
            tellOfKeys();
        } catch (IOException | IllegalArgumentException e) {
            metrics.reloaded(false);
            log.errorf("error processing encryption config file %s: %s", file, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> faultThatStays(ResourceTransformers next) throws InterruptedException {
        Duration patience = next.grace().compareTo(PATIENCE) > 0 ? next.grace() : PATIENCE;
        long end = System.nanoTime() + patience.toNanos();
        Optional<String> fault = next.fault();
        while (fault.isPresent() && System.nanoTime() < end) {
            Thread.sleep(ASKED_EVERY);
            fault = next.fault();
        }
        return fault;
    }

    /** Requests that have begun may still ask the plugins of before. */
    private static void closeWhenUnused(ResourceTransformers old) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(old.grace());
            } catch (InterruptedException e) {
                log.debug("plugins are closed early");
            }
            old.close();
        });
    }

    TransformerChain of(GroupResource resource) {
        return transformers.of(resource);
    }

    EncryptionMetrics metrics() {
        return metrics;
    }

    /** Of {@code /healthz} and {@code /readyz}; a server does not come back to life by being started again while a plugin is not well. */
    public List<HealthCheck> checks() {
        return reload || transformers.hasPlugins()
                ? List.of(HealthCheck.of("kms-providers", () -> transformers.fault()))
                : List.of();
    }

    @Override
    public void close() throws IOException {
        if (watch != null) {
            watch.close();
        }
        transformers.close();
    }
}
