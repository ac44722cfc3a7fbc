package dev.caravel.kubelet.status;

import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.logs.LogTail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Reads last words from the file mounted for them or, where the policy says so, from the end of the log. */
public final class TerminationMessageFiles implements TerminationMessages {
    private static final Logger log = Logger.getLogger(TerminationMessageFiles.class);
    private static final int MAX_FILE_BYTES = 4096;
    private static final int MAX_LOG_BYTES = 2048;
    private static final int MAX_LOG_LINES = 80;
    private static final String FALLBACK = "FallbackToLogsOnError";

    @Override
    public String of(RuntimeContainer ended) {
        try {
            String message = fromFile(ended.terminationMessageFile());
            boolean failed = ended.exitCode() != 0 || "OOMKilled".equals(ended.reason());
            if (message.isEmpty() && failed && FALLBACK.equals(ended.terminationMessagePolicy())) {
                return LogTail.read(Path.of(ended.logPath()), MAX_LOG_LINES, MAX_LOG_BYTES);
            }
            return message;
        } catch (IOException e) {
            log.warnf("cannot read the termination message of container %s: %s", ended.id(), e);
            return "";
        }
    }

    private static String fromFile(String file) throws IOException {
        if (file.isEmpty() || !Files.isRegularFile(Path.of(file))) {
            return "";
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8);
        }
    }
}
