package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.AuthorizerUnion;
import dev.caravel.apiserver.authorization.RuleResolver;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The authorizers of the configuration that is in force, which may change at any time. Thread-safe. */
public final class LiveAuthorizer implements Authorizer, RuleResolver, AutoCloseable {
    private final AtomicReference<AuthorizerChain> current;

    LiveAuthorizer(AuthorizerChain first) {
        this.current = new AtomicReference<>(requireNonNull(first, "first is null"));
    }

    void replace(AuthorizerChain next) {
        current.getAndSet(next).retire();
    }

    @Override
    public Decision authorize(Attributes attributes) {
        return ask(authorizers -> authorizers.authorize(attributes));
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return ask(authorizers -> authorizers.rulesFor(user, namespace));
    }

    private <T> T ask(Function<AuthorizerUnion, T> question) {
        while (true) {
            AuthorizerChain chain = current.get();
            T answer = chain.ask(question);
            if (answer != null) {
                return answer;
            }
            if (chain == current.get()) {
                throw new IllegalStateException("authorization has ended");
            }
        }
    }

    @Override
    public void close() {
        current.get().retire();
    }
}
