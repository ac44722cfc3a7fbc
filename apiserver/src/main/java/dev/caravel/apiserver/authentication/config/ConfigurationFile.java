package dev.caravel.apiserver.authentication.config;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Anonymous;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.resource.FieldError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of {@code --authentication-config}.
 *
 * @param ownIssuers those of service account tokens, which it must not name
 */
public record ConfigurationFile(Path path, List<String> ownIssuers) {
    public ConfigurationFile {
        requireNonNull(path, "path is null");
        ownIssuers = List.copyOf(ownIssuers);
    }

    /**
     * What the content says, checked.
     *
     * @param before what was said of anonymous requests, which must stay; empty for the first time
     * @throws IllegalArgumentException saying all that is wrong
     */
    public AuthenticationConfiguration parse(byte[] content, Optional<Optional<Anonymous>> before) {
        AuthenticationConfiguration configuration;
        try {
            configuration = ConfigurationReader.read(content);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "failed to load authentication configuration from file \"%s\": %s".formatted(path, e.getMessage()),
                    e);
        }
        List<FieldError> faults = new ArrayList<>(ConfigurationFaults.of(configuration, ownIssuers));
        if (before.isPresent() && !before.get().equals(configuration.anonymous())) {
            faults.add(FieldError.forbidden("anonymous", "changed from initial configuration file"));
        }
        require(faults);
        return configuration;
    }

    /** @throws IllegalArgumentException naming all faults, if there are any */
    public static void require(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("invalid authentication configuration: "
                    + Aggregate.of(faults.stream().map(FieldError::toString).toList()));
        }
    }
}
