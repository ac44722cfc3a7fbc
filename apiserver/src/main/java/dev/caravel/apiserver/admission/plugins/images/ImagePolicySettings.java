package dev.caravel.apiserver.admission.plugins.images;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.webhook.GoDuration;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How {@link ImagePolicyWebhook} asks.
 *
 * @param allowTtl how long a permission is remembered; zero for not at all
 * @param denyTtl how long a refusal is remembered; zero for not at all
 * @param defaultAllow whether pods are let in when the webhook cannot be asked
 */
record ImagePolicySettings(
        Path kubeconfig, Duration allowTtl, Duration denyTtl, Duration retryBackoff, boolean defaultAllow) {
    private static final Duration MAX_TTL = Duration.ofMinutes(30);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);

    ImagePolicySettings {
        requireNonNull(kubeconfig, "kubeconfig is null");
        requireNonNull(allowTtl, "allowTtl is null");
        requireNonNull(denyTtl, "denyTtl is null");
        requireNonNull(retryBackoff, "retryBackoff is null");
    }

    /**
     * @param configuration with {@code imagePolicy}, as the admission configuration has it
     * @throws IllegalArgumentException saying what is wrong
     */
    static ImagePolicySettings of(JsonNode configuration) {
        if (configuration.isMissingNode()) {
            throw new IllegalArgumentException("no config specified");
        }
        JsonNode policy = configuration.path("imagePolicy");
        String kubeconfig = policy.path("kubeConfigFile").asText();
        if (kubeconfig.isEmpty()) {
            throw new IllegalArgumentException("invalid configuration: no kubeConfigFile has been provided");
        }
        Duration second = Duration.ofSeconds(1);
        return new ImagePolicySettings(
                Path.of(kubeconfig),
                time(policy.path("allowTTL"), second, second, MAX_TTL, Duration.ofMinutes(5)),
                time(policy.path("denyTTL"), second, second, MAX_TTL, Duration.ofSeconds(30)),
                time(
                        policy.path("retryBackoff"),
                        Duration.ofMillis(1),
                        Duration.ofNanos(1),
                        MAX_BACKOFF,
                        Duration.ofMillis(500)),
                policy.path("defaultAllow").asBoolean());
    }

    /** @param value 0 for the default, -1 for none at all */
    private static Duration time(JsonNode value, Duration unit, Duration min, Duration max, Duration otherwise) {
        if (value.asLong() == 0) {
            return otherwise;
        }
        if (value.asLong() == -1) {
            return Duration.ZERO;
        }
        Duration time = unit.multipliedBy(value.asLong());
        if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
            throw new IllegalArgumentException("valid value is between %s and %s, got %s"
                    .formatted(GoDuration.format(min), GoDuration.format(max), GoDuration.format(time)));
        }
        return time;
    }
}
