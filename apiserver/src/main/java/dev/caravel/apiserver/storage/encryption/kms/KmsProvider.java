package dev.caravel.apiserver.storage.encryption.kms;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import dev.caravel.apiserver.storage.encryption.ValueTransformer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The provider {@code kms} of version v2: values are encrypted here, by keys that a plugin keeps sealed. The plugin is asked once
 * a minute which of its keys is in use. Thread-safe.
 */
public final class KmsProvider implements ValueTransformer, AutoCloseable {
    private static final Logger log = Logger.getLogger(KmsProvider.class);

    private static final Duration ASKED_WHEN_WELL = Duration.ofMinutes(1);
    private static final Duration ASKED_WHEN_NOT = Duration.ofSeconds(10);
    private static final Duration ANSWER_GOOD_WHEN_WELL = Duration.ofSeconds(20);
    private static final Duration ANSWER_GOOD_WHEN_NOT = Duration.ofSeconds(3);

    private final String name;
    private final Clock clock;
    private final KmsPlugin plugin;
    private final KmsMetrics metrics;
    private final KeyRotation rotation;
    private final UnsealedKeys unsealed;
    private final Runnable whenWell;
    private final Thread probing;

    private Optional<String> fault = Optional.empty();
    private Instant answerGoodUntil = Instant.MIN;

    private KmsProvider(
            String name,
            Path socket,
            Duration timeout,
            KmsMetrics metrics,
            Clock clock,
            SecureRandom random,
            Runnable whenWell) {
        this.name = requireNonNull(name, "name is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.plugin = new KmsPlugin(name, socket, timeout, metrics);
        this.rotation = new KeyRotation(name, plugin, metrics, clock, random);
        this.unsealed = new UnsealedKeys(name, plugin, metrics, clock, random);
        this.whenWell = requireNonNull(whenWell, "whenWell is null");
        this.probing = Thread.ofVirtual().name("kms-" + name).unstarted(this::probe);
    }

    /**
     * Asks the plugin before it returns; one that does not answer is no error, because it may be started later.
     *
     * @param whenWell called each time that the plugin turned out to be well, but for the first
     */
    public static KmsProvider start(
            String name,
            Path socket,
            Duration timeout,
            KmsMetrics metrics,
            Clock clock,
            SecureRandom random,
            Runnable whenWell) {
        KmsProvider provider = new KmsProvider(name, socket, timeout, metrics, clock, random, whenWell);
        provider.fault();
        provider.probing.start();
        return provider;
    }

    private void probe() {
        try {
            boolean well = fault().isEmpty();
            while (true) {
                Thread.sleep(well ? ASKED_WHEN_WELL : ASKED_WHEN_NOT);
                well = fault().isEmpty();
                if (well) {
                    tellWell();
                }
            }
        } catch (InterruptedException e) {
            log.debugf("KMS provider %s is asked no more", name);
        }
    }

    private void tellWell() {
        try {
            whenWell.run();
        } catch (RuntimeException e) {
            log.errorf(e, "KMS provider %s is well, and what it sealed could not be read again", name);
        }
    }

    /** What is wrong with the plugin; an answer is kept for a while. Blocks. */
    public synchronized Optional<String> fault() {
        if (clock.instant().isBefore(answerGoodUntil)) {
            return fault;
        }
        try {
            rotation.refresh();
            fault = Optional.empty();
            answerGoodUntil = clock.instant().plus(ANSWER_GOOD_WHEN_WELL);
        } catch (KmsException e) {
            log.warnf("KMS provider %s: %s", name, e.getMessage());
            fault = Optional.of(e.getMessage());
            answerGoodUntil = clock.instant().plus(ANSWER_GOOD_WHEN_NOT);
        }
        return fault;
    }

    @Override
    public byte[] toStorage(byte[] value, byte[] key) throws GeneralSecurityException {
        WriteKey writing = rotation.forWriting();
        unsealed.put(writing);
        byte[] data = writing.transformer().toStorage(value, key);
        metrics.written(name, writing.sealed().keyId());
        return new EncryptedObject(data, writing.sealed()).encode();
    }

    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        return open(stored, key).value();
    }

    /** Stale is what was written by a key that the plugin names no more. */
    @Override
    public Opened open(byte[] stored, byte[] key) throws GeneralSecurityException {
        EncryptedObject object = EncryptedObject.decode(stored);
        byte[] value = unsealed.transformer(object.key()).fromStorage(object.data(), key);
        metrics.read(name, object.key().keyId());
        boolean current = rotation.current()
                .map(WriteKey::sealed)
                .filter(writing -> writing.keyId().equals(object.key().keyId())
                        && writing.source() == object.key().source())
                .isPresent();
        return new Opened(value, !current);
    }

    @Override
    public void close() {
        probing.interrupt();
        plugin.close();
    }
}
