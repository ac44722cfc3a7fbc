package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the API server whether a caller may do what it asks of this node; remembers answers as long as upstream does. */
final class CallerAuthorization {
    private static final Duration ALLOWED_TTL = Duration.ofMinutes(5);
    private static final Duration DENIED_TTL = Duration.ofSeconds(30);

    private record Question(Caller caller, String verb, String subresource) {}

    private record Answer(boolean allowed, Instant until) {}

    private final KubernetesClient client;
    private final String nodeName;
    private final boolean ask;
    private final Clock clock;
    private final Map<Question, Answer> answers = new ConcurrentHashMap<>();

    /** @param ask false allows everyone everything */
    CallerAuthorization(KubernetesClient client, String nodeName, boolean ask, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.nodeName = requireNonNull(nodeName, "nodeName is null");
        this.ask = ask;
        this.clock = requireNonNull(clock, "clock is null");
    }

    boolean allows(Caller caller, NodeSubresources wanted) {
        return !ask
                || wanted.names().stream()
                        .anyMatch(subresource -> allows(new Question(caller, wanted.verb(), subresource)));
    }

    private boolean allows(Question question) {
        Instant now = clock.instant();
        answers.values().removeIf(answer -> answer.until().isBefore(now));
        Answer known = answers.get(question);
        if (known != null) {
            return known.allowed();
        }
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(question.caller().name())
                .withUid(question.caller().uid())
                .withGroups(question.caller().groups())
                .withExtra(question.caller().extra())
                .withNewResourceAttributes()
                .withVerb(question.verb())
                .withVersion("v1")
                .withResource("nodes")
                .withSubresource(question.subresource())
                .withName(nodeName)
                .endResourceAttributes()
                .endSpec()
                .build();
        boolean allowed = Boolean.TRUE.equals(client.authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed());
        answers.put(question, new Answer(allowed, now.plus(allowed ? ALLOWED_TTL : DENIED_TTL)));
        return allowed;
    }
}
