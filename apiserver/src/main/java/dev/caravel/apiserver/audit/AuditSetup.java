package dev.caravel.apiserver.audit;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Audit as the flags want it. */
public final class AuditSetup {
    private AuditSetup() {}

    /** @throws IOException when a file cannot be used, or a flag has no such value */
    public static Audit of(AuditFlags flags, Vertx vertx, Clock clock) throws IOException {
        if (flags.policyFile == null) {
            return new Audit(Optional.empty(), List.of(), clock);
        }
        AuditPolicy policy = AuditPolicy.read(flags.policyFile);
        List<AuditSink> sinks = new ArrayList<>();
        if (!flags.logPath.isEmpty()) {
            sinks.add(inMode("--audit-log-mode", flags.logMode, new LogSink(flags, clock), BatchSink.Limits.LOG));
        }
        if (flags.webhookConfigFile != null) {
            BatchSink.Limits limits =
                    new BatchSink.Limits(flags.webhookBufferSize, flags.webhookBatchSize, flags.webhookBatchWait);
            sinks.add(inMode("--audit-webhook-mode", flags.webhookMode, WebhookSink.of(flags, vertx), limits));
        }
        return new Audit(Optional.of(policy), sinks, clock);
    }

    private static AuditSink inMode(String flag, String mode, AuditSink sink, BatchSink.Limits limits)
            throws IOException {
        return switch (mode) {
            case "batch" -> new BatchSink(sink, limits);
            case "blocking", "blocking-strict" -> sink;
            default ->
                throw new IOException("%s: invalid audit mode %s, allowed modes are \"batch,blocking,blocking-strict\""
                        .formatted(flag, mode));
        };
    }
}
