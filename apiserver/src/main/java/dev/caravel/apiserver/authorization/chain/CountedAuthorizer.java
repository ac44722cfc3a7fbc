package dev.caravel.apiserver.authorization.chain;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts how often an authorizer has had the last word: {@code apiserver_authorization_decisions_total}. */
final class CountedAuthorizer implements Authorizer, RuleResolver {
    private final Authorizer authorizer;
    private final Counter allowed;
    private final Counter denied;

    CountedAuthorizer(String type, String name, Authorizer authorizer, MeterRegistry metrics) {
        this.authorizer = authorizer;
        this.allowed = counter(type, name, "allowed", metrics);
        this.denied = counter(type, name, "denied", metrics);
    }

    private static Counter counter(String type, String name, String decision, MeterRegistry metrics) {
        return Counter.builder("apiserver_authorization_decisions_total")
                .tag("type", type)
                .tag("name", name)
                .tag("decision", decision)
                .register(metrics);
    }

    @Override
    public Decision authorize(Attributes attributes) {
        Decision decision = authorizer.authorize(attributes);
        switch (decision.verdict()) {
            case ALLOW -> allowed.increment();
            case DENY -> denied.increment();
            case NO_OPINION -> {} // not the last word
        }
        return decision;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return ((RuleResolver) authorizer).rulesFor(user, namespace);
    }
}
