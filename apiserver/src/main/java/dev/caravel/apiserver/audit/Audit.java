package dev.caravel.apiserver.audit;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.audit.AuditPolicy.Decision;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down who asks for what, and what came of it. Costs nothing without a policy. Thread-safe. */
public final class Audit implements AutoCloseable {
    /** The record of the request that the current thread answers. */
    private static final ScopedValue<AuditRecord> CURRENT = ScopedValue.newInstance();

    /** What is found before it is known who asks, and whether that is to be written down. */
    private static final ScopedValue<Map<String, String>> EARLY = ScopedValue.newInstance();

    private final Optional<AuditPolicy> policy;
    private final List<AuditSink> sinks;
    private final Clock clock;

    Audit(Optional<AuditPolicy> policy, List<AuditSink> sinks, Clock clock) {
        this.policy = requireNonNull(policy, "policy is null");
        this.sinks = List.copyOf(sinks);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Begins a record; who asks is known by now. */
    public AuditRecord begin(HttpServerRequest request, String auditId, RequestInfo info, UserInfo user) {
        if (policy.isEmpty() || sinks.isEmpty()) {
            return AuditRecord.NONE;
        }
        Decision decision = policy.get().decide(user, info);
        if (decision.level() == AuditLevel.NONE) {
            return AuditRecord.NONE;
        }
        AuditRecord record = new AuditRecord(decision, sinks, clock);
        record.received(request, auditId, info, user);
        return record;
    }

    /** While the action runs, {@link #annotate} on its thread adds to the record. */
    public static <E extends Exception> void during(AuditRecord record, Action<E> action) throws E {
        ScopedValue.where(CURRENT, record).call(() -> {
            action.run();
            return null;
        });
    }

    /** While the action runs, {@link #annotate} on its thread adds to {@code findings}, for the record that is begun later. */
    public static <T, E extends Exception> T before(Map<String, String> findings, ScopedValue.CallableOp<T, E> action)
            throws E {
        return ScopedValue.where(EARLY, findings).call(action);
    }

    /** What a request's thread does. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /** Adds a finding to the record of the current request, if there is one: for authentication, authorizers and admission. */
    public static void annotate(String key, String value) {
        if (CURRENT.isBound()) {
            CURRENT.get().annotate(key, value);
        } else if (EARLY.isBound()) {
            EARLY.get().putIfAbsent(key, value);
        }
    }

    /** Likewise, for what is told only where the request's body is told, too. */
    public static void annotateWithRequest(String key, String value) {
        if (CURRENT.isBound()) {
            CURRENT.get().annotate(AuditLevel.REQUEST, key, value);
        }
    }

    @Override
    public void close() {
        sinks.forEach(AuditSink::close);
    }
}
