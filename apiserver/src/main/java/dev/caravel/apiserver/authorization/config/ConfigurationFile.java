package dev.caravel.apiserver.authorization.config;

import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.AuthorizationMode;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Authorizer;
import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The content of the file of {@code --authorization-config}. Pure but for the files that it names, which must be there. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /**
     * @param required types that must be there: those that the server was started with
     * @throws IllegalArgumentException saying all that is wrong
     */
    public static AuthorizationConfiguration parse(byte[] content, Set<String> required) {
        AuthorizationConfiguration configuration = ConfigurationReader.read(content);
        fail(ConfigurationFaults.of(configuration).stream()
                .map(FieldError::toString)
                .toList());
        fail(misnamed(configuration, required));
        return configuration;
    }

    /** The types other than webhooks, which can come and go. */
    public static Set<String> lasting(AuthorizationConfiguration configuration) {
        return configuration.authorizers().stream()
                .map(Authorizer::type)
                .filter(type -> !type.equals(AuthorizationMode.WEBHOOK.flag()))
                .collect(Collectors.toSet());
    }

    private static List<String> misnamed(AuthorizationConfiguration configuration, Set<String> required) {
        List<String> errors = new ArrayList<>();
        for (Authorizer authorizer : configuration.authorizers()) {
            String expected = authorizer.type().toLowerCase(Locale.ROOT);
            if (!authorizer.type().equals(AuthorizationMode.WEBHOOK.flag())
                    && !authorizer.name().equals(expected)) {
                errors.add("expected name %s for authorizer %s instead of %s"
                        .formatted(expected, authorizer.type(), authorizer.name()));
            }
        }
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(lasting(configuration));
        if (!missing.isEmpty()) {
            errors.add("missing required types: [" + String.join(" ", missing) + "]");
        }
        return errors;
    }

    private static void fail(List<String> errors) {
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(Aggregate.of(errors));
        }
    }
}
