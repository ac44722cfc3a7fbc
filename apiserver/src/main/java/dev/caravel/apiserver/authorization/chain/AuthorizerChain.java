package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.AuthorizerUnion;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The authorizers of one configuration. What belongs to them is closed when another took their place and nobody asks them. */
final class AuthorizerChain {
    private static final Logger log = Logger.getLogger(AuthorizerChain.class);

    private final AuthorizerUnion authorizers;
    private final List<AutoCloseable> parts;

    /** Of those who ask, and of whoever keeps the chain in its place. */
    private final Phaser users = new Phaser(1) {
        @Override
        protected boolean onAdvance(int phase, int registered) {
            if (registered == 0) {
                closeParts();
            }
            return registered == 0;
        }
    };

    AuthorizerChain(AuthorizerUnion authorizers, List<AutoCloseable> parts) {
        this.authorizers = requireNonNull(authorizers, "authorizers is null");
        this.parts = List.copyOf(parts);
    }

    /** @return null when the chain is retired: another is in its place */
    <T> T ask(Function<AuthorizerUnion, T> question) {
        if (users.register() < 0) {
            return null;
        }
        try {
            return question.apply(authorizers);
        } finally {
            users.arriveAndDeregister();
        }
    }

    void retire() {
        users.arriveAndDeregister();
    }

    private void closeParts() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("cannot close an authorizer", e);
            }
        }
    }
}
