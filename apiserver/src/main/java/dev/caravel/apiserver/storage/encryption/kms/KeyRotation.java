package dev.caravel.apiserver.storage.encryption.kms;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.StatusResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The key by which values are written: a new one whenever the plugin names another key of its own. While the plugin is not
 * well the last one is good for a few minutes more, and after that nothing is written. Thread-safe; one thread may refresh at a
 * time.
 */
final class KeyRotation {
    private static final Logger log = Logger.getLogger(KeyRotation.class);

    /** Upstream's: whoever changes the plugin's key knows that after this time nothing is written by the old one. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(3);

    private static final Set<String> VERSIONS = Set.of("v2", "v2beta1");

    private final String name;
    private final KmsPlugin plugin;
    private final KmsMetrics metrics;
    private final Clock clock;
    private final SecureRandom random;

    private String version = "";
    private volatile WriteKey current;

    KeyRotation(String name, KmsPlugin plugin, KmsMetrics metrics, Clock clock, SecureRandom random) {
        this.name = requireNonNull(name, "name is null");
        this.plugin = requireNonNull(plugin, "plugin is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** Empty until the plugin has been well once. */
    Optional<WriteKey> current() {
        return Optional.ofNullable(current);
    }

    /** @throws KmsException when there is no key, or it is good no more */
    WriteKey forWriting() throws KmsException {
        WriteKey key = current;
        if (key == null) {
            throw new KmsException("KMS provider %s has sealed no key yet".formatted(name));
        }
        Instant now = clock.instant();
        if (now.isAfter(key.expires())) {
            throw new KmsException("encryptedDEKSource with keyID hash \"%s\" expired at %s (current time is %s)"
                    .formatted(KmsMetrics.hash(key.sealed().keyId()), key.expires(), now));
        }
        return key;
    }

    /**
     * Asks the plugin how it is, and has a new key sealed if it names another one of its own.
     *
     * @throws KmsException when it is not well; with all that is wrong
     */
    void refresh() throws KmsException {
        StatusResponse status;
        try {
            status = plugin.status();
        } catch (KmsException e) {
            throw new KmsException(
                    "failed to perform status section of the healthz check for KMS Provider %s, error: %s"
                            .formatted(name, e.getMessage()),
                    e);
        }
        List<String> faults = new ArrayList<>();
        if (!status.healthz().equals("ok")) {
            faults.add("got unexpected healthz status: " + status.healthz());
        }
        versionFault(status.version()).ifPresent(faults::add);
        KeyIdFault keyIdFault = KeyIdFault.of(status.keyId());
        if (keyIdFault == KeyIdFault.NONE) {
            metrics.keyFromStatus(name, status.keyId());
            rotate(status.keyId()).ifPresent(faults::add);
        } else {
            metrics.invalidKeyFromStatus(name, keyIdFault.code());
            faults.add("got invalid KMSv2 KeyID hash \"%s\": %s"
                    .formatted(KmsMetrics.hash(status.keyId()), keyIdFault.explain(status.keyId())));
        }
        if (!faults.isEmpty()) {
            String all = faults.size() == 1 ? faults.getFirst() : faults.toString();
            throw new KmsException("kmsv2 Provider %s is not healthy, error: %s".formatted(name, all));
        }
    }

    private Optional<String> versionFault(String told) {
        if (!VERSIONS.contains(told)) {
            return Optional.of("expected KMSv2 API version v2, got " + told);
        }
        if (version.isEmpty()) {
            version = told;
        }
        return version.equals(told)
                ? Optional.empty()
                : Optional.of("KMSv2 API version should not change after the initial status response version %s, got %s"
                        .formatted(version, told));
    }

    private Optional<String> rotate(String keyId) {
        WriteKey old = current;
        Instant expires = clock.instant().plus(GOOD_FOR); // counted from before the call
        if (old != null && old.sealed().keyId().equals(keyId)) {
            current = old.until(expires);
            return Optional.empty();
        }
        String uid = UUID.randomUUID().toString();
        try {
            byte[] seed = new byte[SeededGcm.SEED];
            random.nextBytes(seed);
            KeySource source = KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED;
            SealedKey sealed = plugin.seal(source, seed, uid).valid();
            if (!sealed.keyId().equals(keyId)) {
                return Optional.of(
                        "failed to rotate DEK uid=\"%s\": status told of the key with the hash \"%s\", it was sealed by \"%s\""
                                .formatted(uid, KmsMetrics.hash(keyId), KmsMetrics.hash(sealed.keyId())));
            }
            current = new WriteKey(sealed, source.transformer(seed, random), expires);
            log.infof("KMS provider %s: values are written by the key with the hash %s", name, KmsMetrics.hash(keyId));
            return Optional.empty();
        } catch (KmsException e) {
            return Optional.of(
                    "failed to rotate DEK uid=\"%s\": failed to encrypt DEK, error: %s".formatted(uid, e.getMessage()));
        }
    }
}
