package dev.caravel.apiserver.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Events as lines of a file or of standard output. Thread-safe; blocks until a line is written. */
final class LogSink implements AuditSink {
    private static final Logger log = Logger.getLogger(LogSink.class);

    /** Where lines go. */
    private interface Lines extends AutoCloseable {
        void write(byte[] line) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Lines lines;
    private final boolean json;

    /** @throws IOException when the file cannot be written */
    LogSink(AuditFlags flags, Clock clock) throws IOException {
        json = switch (flags.logFormat) {
            case "json" -> true;
            case "legacy" -> false;
            default ->
                throw new IOException("--audit-log-format: invalid audit log format " + flags.logFormat
                        + ", allowed formats are \"legacy,json\"");
        };
        lines = flags.logPath.equals("-") ? standardOutput() : file(new LogFile(Path.of(flags.logPath), flags, clock));
    }

    private static Lines standardOutput() {
        return new Lines() {
            @Override
            public void write(byte[] line) throws IOException {
                System.out.write(line);
                System.out.flush();
            }

            @Override
            public void close() {}
        };
    }

    private static Lines file(LogFile file) {
        return new Lines() {
            @Override
            public void write(byte[] line) throws IOException {
                file.write(line);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public void write(List<ObjectNode> events) {
        events.forEach(this::write);
    }

    private void write(ObjectNode event) {
        byte[] bytes = json ? JsonCodec.write(event) : legacy(event).getBytes(UTF_8);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        lock.lock();
        try {
            lines.write(line);
        } catch (IOException e) {
            log.errorf(e, "audit event %s is lost", event.path("auditID").asText());
        } finally {
            lock.unlock();
        }
    }

    private static String legacy(ObjectNode event) {
        return "%s AUDIT: id=\"%s\" stage=\"%s\" ip=\"%s\" method=\"%s\" user=\"%s\" groups=%s as=%s namespace=\"%s\" uri=\"%s\" response=\"%s\""
                .formatted(
                        event.path("stageTimestamp").asText(),
                        event.path("auditID").asText(),
                        event.path("stage").asText(),
                        event.path("sourceIPs").path(0).asText("<unknown>"),
                        event.path("verb").asText(),
                        event.path("user").path("username").asText("<none>"),
                        event.path("user").path("groups"),
                        event.path("impersonatedUser").path("username").asText("<self>"),
                        event.path("objectRef").path("namespace").asText("<none>"),
                        event.path("requestURI").asText(),
                        event.path("responseStatus").path("code").asText("<deferred>"));
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            log.warnf("the audit log cannot be closed: %s", e.getMessage());
        }
    }
}
