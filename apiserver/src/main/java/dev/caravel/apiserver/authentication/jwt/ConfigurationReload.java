package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration;
import dev.caravel.apiserver.authentication.config.ConfigurationFile;
import dev.caravel.apiserver.files.FileWatch;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Puts what the file of {@code --authentication-config} says later in force, once its issuers have answered; a file that is no
 * good leaves everything as it was.
 */
public final class ConfigurationReload {
    private static final Logger LOG = Logger.getLogger(ConfigurationReload.class);

    /** Upstream's. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ConfigurationFile file;
    private final ConfiguredIssuers issuers;
    private final ConfigurationMetrics metrics;
    private final Optional<AuthenticationConfiguration.Anonymous> anonymous;
    private byte[] lastRead;

    /**
     * @param content what was read of the file at the start
     * @param first what it says
     */
    public ConfigurationReload(
            ConfigurationFile file,
            byte[] content,
            AuthenticationConfiguration first,
            ConfiguredIssuers issuers,
            MeterRegistry registry,
            Clock clock,
            String serverId) {
        this.file = requireNonNull(file, "file is null");
        this.lastRead = requireNonNull(content, "content is null");
        this.anonymous = first.anonymous();
        this.issuers = requireNonNull(issuers, "issuers is null");
        this.metrics = new ConfigurationMetrics(registry, clock, serverId);
    }

    /** Follows the file until closed. */
    public AutoCloseable follow() throws IOException {
        metrics.inForce(lastRead);
        return FileWatch.follow(file.path(), this::look);
    }

    private void look() {
        try {
            byte[] content = Files.readAllBytes(file.path());
            if (!Arrays.equals(content, lastRead)) {
                take(content);
            }
        } catch (IOException e) {
            fail("failed to read authentication config file: " + e.getMessage());
        }
    }

    /** A file that will never do is not looked at again; issuers may yet answer. */
    private void take(byte[] content) {
        AuthenticationConfiguration next;
        try {
            next = file.parse(content, Optional.of(anonymous));
        } catch (IllegalArgumentException e) {
            lastRead = content;
            fail(e.getMessage());
            return;
        }
        JwtAuthenticators made = issuers.made(next);
        Optional<String> failure = ready(made);
        if (failure.isPresent()) {
            made.close();
            fail("failed to update authentication config: " + failure.get());
            return;
        }
        issuers.replace(made);
        lastRead = content;
        LOG.info("reloaded authentication config");
        metrics.succeeded(content);
    }

    private static Optional<String> ready(JwtAuthenticators made) {
        try {
            return made.awaitReady(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the server stops");
        }
    }

    private void fail(String why) {
        LOG.errorf("the authentication stays as it was: %s: %s", file.path(), why);
        metrics.failed();
    }
}
