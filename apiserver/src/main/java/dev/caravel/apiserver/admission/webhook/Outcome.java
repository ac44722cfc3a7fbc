package dev.caravel.apiserver.admission.webhook;

import dev.caravel.apiserver.status.ApiException;
import java.util.Optional;

/** What came of asking a webhook. */
sealed interface Outcome {
    int OK = 200;

    /** The HTTP status that stands for it in metrics. */
    int code();

    /** What the webhook answered, if that could be understood. */
    Optional<Verdict> verdict();

    record Admitted(Verdict answer) implements Outcome {
        @Override
        public int code() {
            return OK;
        }

        @Override
        public Optional<Verdict> verdict() {
            return Optional.of(answer);
        }
    }

    /** The webhook says no. */
    record Refused(Verdict answer, ApiException refusal) implements Outcome {
        @Override
        public int code() {
            return refusal.status().code();
        }

        @Override
        public Optional<Verdict> verdict() {
            return Optional.of(answer);
        }
    }

    /** It gave no answer that can be understood: {@code failurePolicy} decides. */
    record Failed(String why, int code, Optional<Verdict> verdict) implements Outcome {}

    /** The request cannot go on, whatever {@code failurePolicy} says. */
    record Impossible(ApiException error, Optional<Verdict> verdict) implements Outcome {
        @Override
        public int code() {
            return 0;
        }
    }
}
