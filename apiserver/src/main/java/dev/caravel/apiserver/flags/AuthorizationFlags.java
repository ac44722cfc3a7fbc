package dev.caravel.apiserver.flags;

import dev.caravel.machinery.role.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What decides who may do what. Without a default is what must not be given together with {@code --authorization-config}. */
public final class AuthorizationFlags {
    @Option(
            names = "--authorization-mode",
            split = ",",
            description = "Ordered list of plug-ins to do authorization on secure port: AlwaysAllow, AlwaysDeny, ABAC,"
                    + " Webhook, RBAC, Node. Defaults to AlwaysAllow if --authorization-config is not used.")
    public List<String> modes;

    @Option(
            names = "--authorization-policy-file",
            description = "File with authorization policy in json line by line format, used with"
                    + " --authorization-mode=ABAC.")
    public Path policyFile;

    @Option(
            names = "--authorization-webhook-config-file",
            description = "File with webhook configuration in kubeconfig format, used with"
                    + " --authorization-mode=Webhook.")
    public Path webhookConfigFile;

    @Option(
            names = "--authorization-webhook-version",
            description = "The API version of the authorization.k8s.io SubjectAccessReview to send to and expect from"
                    + " the webhook: v1, or v1beta1, which is the default.")
    public String webhookVersion;

    @Option(
            names = "--authorization-webhook-cache-authorized-ttl",
            converter = DurationConverter.class,
            description = "The duration to cache 'authorized' responses from the webhook authorizer; 5m by default.")
    public Duration webhookAuthorizedTtl;

    @Option(
            names = "--authorization-webhook-cache-unauthorized-ttl",
            converter = DurationConverter.class,
            description = "The duration to cache 'unauthorized' responses from the webhook authorizer; 30s by default.")
    public Duration webhookUnauthorizedTtl;

    @Option(
            names = "--authorization-config",
            description = "File with Authorization Configuration to configure the authorizer chain; excludes"
                    + " --authorization-mode and --authorization-webhook-*. Read again when it changes.")
    public Path config;

    /** False when everyone may do everything, as it is by default: then requests must at least come from somebody. */
    public boolean distinguishesUsers() {
        return config != null || modes != null && !modes.contains("AlwaysAllow");
    }

    /** Whether a flag is given that the configuration file takes the place of. */
    public boolean hasLegacy() {
        return modes != null
                || webhookConfigFile != null
                || webhookVersion != null
                || webhookAuthorizedTtl != null
                || webhookUnauthorizedTtl != null;
    }
}
