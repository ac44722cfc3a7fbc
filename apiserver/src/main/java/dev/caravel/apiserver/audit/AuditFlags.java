package dev.caravel.apiserver.audit;

import dev.caravel.machinery.role.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What is written down of requests, and where. */
public final class AuditFlags {
    @Option(
            names = "--audit-policy-file",
            description = "Path to the file that defines the audit policy configuration.")
    public Path policyFile;

    @Option(
            names = "--audit-log-path",
            description = "If set, all requests coming to the apiserver will be logged to this file. '-' means standard"
                    + " out.")
    public String logPath = "";

    @Option(
            names = "--audit-log-maxage",
            defaultValue = "0",
            description = "The maximum number of days to retain old audit log files.")
    public int logMaxAge;

    @Option(
            names = "--audit-log-maxbackup",
            defaultValue = "0",
            description = "The maximum number of old audit log files to retain. 0 means no restriction.")
    public int logMaxBackups;

    @Option(
            names = "--audit-log-maxsize",
            defaultValue = "0",
            description = "The maximum size in megabytes of the audit log file before it gets rotated.")
    public int logMaxSize;

    @Option(
            names = "--audit-log-format",
            defaultValue = "json",
            description = "Format of saved audits: json, or legacy for one line of text for each event.")
    public String logFormat;

    @Option(
            names = "--audit-log-mode",
            defaultValue = "blocking",
            description = "Strategy for sending audit events: batch, blocking or blocking-strict.")
    public String logMode;

    @Option(
            names = "--audit-webhook-config-file",
            description = "Path to a kubeconfig formatted file that defines the audit webhook configuration.")
    public Path webhookConfigFile;

    @Option(
            names = "--audit-webhook-mode",
            defaultValue = "batch",
            description = "Strategy for sending audit events: batch, blocking or blocking-strict.")
    public String webhookMode;

    @Option(
            names = "--audit-webhook-batch-buffer-size",
            defaultValue = "10000",
            description = "The size of the buffer to store events before batching and writing.")
    public int webhookBufferSize;

    @Option(
            names = "--audit-webhook-batch-max-size",
            defaultValue = "400",
            description = "The maximum size of a batch.")
    public int webhookBatchSize;

    @Option(
            names = "--audit-webhook-batch-max-wait",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "The amount of time to wait before force writing the batch that hadn't reached the max size.")
    public Duration webhookBatchWait;

    @Option(
            names = "--audit-webhook-initial-backoff",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "The amount of time to wait before retrying the first failed request.")
    public Duration webhookBackoff;
}
