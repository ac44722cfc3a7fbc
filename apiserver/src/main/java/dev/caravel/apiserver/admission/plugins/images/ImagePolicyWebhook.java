package dev.caravel.apiserver.admission.plugins.images;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.plugins.images.ImageReview.Verdict;
import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ExpiringCache;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.ReviewFailure;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Lets a webhook decide which images pods may have. */
public final class ImagePolicyWebhook implements AdmissionPlugin {
    public static final String NAME = "ImagePolicyWebhook";

    private static final Logger log = Logger.getLogger(ImagePolicyWebhook.class);

    private static final String AUDIT = "imagepolicywebhook.image-policy.k8s.io/";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int REMEMBERED = 1024;

    private final ImagePolicySettings settings;
    private final ReviewClient client;
    private final Backoff backoff;
    private final ExpiringCache<Verdict> remembered;

    ImagePolicyWebhook(ImagePolicySettings settings, ReviewClient client, Backoff backoff, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.client = requireNonNull(client, "client is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.remembered = new ExpiringCache<>(REMEMBERED, clock);
    }

    /**
     * @param configuration the plugin's own, from {@code --admission-control-config-file}
     * @throws IllegalArgumentException when it, or the kubeconfig that it names, is no good
     */
    public static ImagePolicyWebhook of(JsonNode configuration, Vertx vertx, Clock clock, RandomGenerator random) {
        try {
            ImagePolicySettings settings = ImagePolicySettings.of(configuration);
            ReviewClient client = new ReviewClient(vertx, WebhookKubeconfig.read(settings.kubeconfig()), TIMEOUT);
            return new ImagePolicyWebhook(settings, client, Backoff.of(settings.retryBackoff(), random), clock);
        } catch (IllegalArgumentException | IOException e) {
            throw new IllegalArgumentException(
                    "couldn't init admission plugin \"%s\": %s".formatted(NAME, e.getMessage()), e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean written = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (!written || request.object().isEmpty() || !request.isOf("", "pods")) {
            return;
        }
        switch (request.subresource()) {
            case "" -> check(request, List.of("containers", "initContainers"));
            case "ephemeralcontainers" -> check(request, List.of("ephemeralContainers"));
            default -> {} // changes no image
        }
    }

    private void check(AdmissionRequest request, List<String> containers) {
        ObjectNode spec = ImageReview.spec(request.object().orElseThrow(), containers, request.namespace());
        Optional<Verdict> verdict = remembered.get(spec.toString()).or(() -> ask(request, spec));
        verdict.ifPresent(decided -> {
            decided.annotations().forEach((key, value) -> Audit.annotate(AUDIT + key, value));
            if (!decided.allowed()) {
                throw request.forbidden(
                        decided.reason().isEmpty()
                                ? "one or more images rejected by webhook backend"
                                : "image policy webhook backend denied one or more images: " + decided.reason());
            }
        });
    }

    /** Empty when the webhook cannot be asked, and that is not to matter. */
    private Optional<Verdict> ask(AdmissionRequest request, ObjectNode spec) {
        try {
            Verdict verdict = backoff.retry(() -> post(ImageReview.of(spec)));
            remembered.put(spec.toString(), verdict, verdict.allowed() ? settings.allowTtl() : settings.denyTtl());
            return Optional.of(verdict);
        } catch (ReviewFailure e) {
            log.warnf(
                    "error contacting webhook backend for pod %s/%s: %s",
                    request.namespace(), request.name(), e.getMessage());
            if (!settings.defaultAllow()) {
                throw request.forbidden(e.getMessage());
            }
            Audit.annotate(AUDIT + "failed-open", "true");
            return Optional.empty();
        }
    }

    private Verdict post(ObjectNode review) throws ReviewFailure {
        ObjectNode answer = client.post(review);
        try {
            return ImageReview.verdict(answer);
        } catch (IllegalArgumentException e) {
            throw new ReviewFailure(ReviewFailure.Result.ERROR, false, e.getMessage());
        }
    }
}
