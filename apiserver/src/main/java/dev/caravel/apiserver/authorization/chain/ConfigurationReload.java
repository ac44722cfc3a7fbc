package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration;
import dev.caravel.apiserver.authorization.config.ConfigurationFile;
import dev.caravel.apiserver.files.FileWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jboss.logging.Logger;

/** Puts what the file of {@code --authorization-config} says later in force; a file that is no good leaves everything as it was. */
public final class ConfigurationReload {
    private static final Logger log = Logger.getLogger(ConfigurationReload.class);

    private final Path file;
    private final LiveAuthorizer live;
    private final ChainBuilder builder;
    private final ReloadMetrics metrics;
    private final Set<String> required;
    private AuthorizationConfiguration inForce;
    private byte[] lastRead;

    /**
     * @param content what was read of the file at the start
     * @param first what it says
     */
    public ConfigurationReload(
            Path file,
            byte[] content,
            AuthorizationConfiguration first,
            LiveAuthorizer live,
            ChainBuilder builder,
            ReloadMetrics metrics) {
        this.file = requireNonNull(file, "file is null");
        this.lastRead = requireNonNull(content, "content is null");
        this.inForce = requireNonNull(first, "first is null");
        this.live = requireNonNull(live, "live is null");
        this.builder = requireNonNull(builder, "builder is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.required = ConfigurationFile.lasting(first);
    }

    /** Follows the file until closed. */
    public AutoCloseable follow() throws IOException {
        metrics.inForce(lastRead);
        return FileWatch.follow(file, this::look);
    }

    private void look() {
        try {
            byte[] content = Files.readAllBytes(file);
            if (!Arrays.equals(content, lastRead)) {
                lastRead = content;
                take(content);
            }
        } catch (IOException | IllegalArgumentException e) {
            log.errorf("the authorization stays as it was: %s: %s", file, e.getMessage());
            metrics.failed();
        }
    }

    private void take(byte[] content) throws IOException {
        AuthorizationConfiguration next = ConfigurationFile.parse(content, required);
        if (!next.equals(inForce)) {
            live.replace(builder.build(next));
            inForce = next;
            log.info("reloaded authz config");
            metrics.succeeded(content);
        }
    }
}
