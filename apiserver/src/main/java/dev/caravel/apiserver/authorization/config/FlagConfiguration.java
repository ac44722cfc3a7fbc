package dev.caravel.apiserver.authorization.config;

import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.AuthorizationMode;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Authorizer;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.flags.AuthorizationFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The configuration that the flags amount to when no file is named. Pure. */
public final class FlagConfiguration {
    private static final String WEBHOOK_NAME = "default";

    private FlagConfiguration() {}

    /** @throws IllegalArgumentException for flags that do not go together */
    public static AuthorizationConfiguration of(AuthorizationFlags flags) {
        List<AuthorizationMode> modes = AuthorizationMode.parse(
                flags.modes == null ? List.of(AuthorizationMode.ALWAYS_ALLOW.flag()) : flags.modes);
        List<String> faults = faults(flags, modes);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(Aggregate.of(faults));
        }
        return new AuthorizationConfiguration(
                modes.stream().map(mode -> authorizer(mode, flags)).toList());
    }

    private static List<String> faults(AuthorizationFlags flags, List<AuthorizationMode> modes) {
        List<String> faults = new ArrayList<>();
        if (modes.contains(AuthorizationMode.ABAC) && flags.policyFile == null) {
            faults.add("authorization-mode ABAC's authorization policy file not passed");
        }
        if (modes.contains(AuthorizationMode.WEBHOOK) && flags.webhookConfigFile == null) {
            faults.add("authorization-mode Webhook's authorization config file not passed");
        }
        if (flags.policyFile != null && !modes.contains(AuthorizationMode.ABAC)) {
            faults.add("cannot specify --authorization-policy-file without mode ABAC");
        }
        if (flags.webhookConfigFile != null && !modes.contains(AuthorizationMode.WEBHOOK)) {
            faults.add("cannot specify --authorization-webhook-config-file without mode Webhook");
        }
        return faults;
    }

    private static Authorizer authorizer(AuthorizationMode mode, AuthorizationFlags flags) {
        return mode == AuthorizationMode.WEBHOOK
                ? new Authorizer(mode.flag(), WEBHOOK_NAME, Optional.of(webhook(flags)))
                : new Authorizer(mode.flag(), mode.flag().toLowerCase(Locale.ROOT), Optional.empty());
    }

    private static Webhook webhook(AuthorizationFlags flags) {
        return Webhook.ofFlags(
                flags.webhookConfigFile.toString(),
                Objects.requireNonNullElse(flags.webhookVersion, "v1beta1"),
                Objects.requireNonNullElse(flags.webhookAuthorizedTtl, Webhook.DEFAULT_AUTHORIZED_TTL),
                Objects.requireNonNullElse(flags.webhookUnauthorizedTtl, Webhook.DEFAULT_UNAUTHORIZED_TTL));
    }
}
