package dev.caravel.machinery.role;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.memory.StartupPages;
import dev.caravel.machinery.pki.MemoryKeyStores;
import dev.caravel.machinery.version.KubernetesVersion;
import io.quarkus.runtime.Quarkus;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

/**
 * Runs a role as a process: reads its flags, starts it, waits for SIGTERM or SIGINT, stops it.
 *
 * <p>A role that cannot start ends with one line on standard error and exit code 1, as upstream's do.
 */
public final class RoleLauncher {
    private static final Logger log = Logger.getLogger(RoleLauncher.class);

    /** Starts a role; what it returns is closed, once, when the process is asked to stop. */
    @FunctionalInterface
    public interface Starter<O> {
        AutoCloseable start(O options) throws Exception;
    }

    private static volatile CountDownLatch running;

    private RoleLauncher() {}

    /** Blocks until the role has stopped; returns the exit code of the process. */
    public static <O> int launch(O options, String[] args, Starter<O> starter) {
        requireNonNull(starter, "starter is null");
        MemoryKeyStores.skipPasswordStretching();
        FlagParser<O> flags = new FlagParser<>(options);
        switch (flags.parse(args)) {
            case FlagParser.Usage usage -> {
                System.out.print(usage.text());
                return 0;
            }
            case FlagParser.Version _ -> {
                System.out.println("Kubernetes " + KubernetesVersion.GIT_VERSION);
                return 0;
            }
            case FlagParser.Invalid invalid -> {
                System.err.println("Error: " + invalid.message());
                return 1;
            }
            case FlagParser.Parsed parsed -> parsed.warnings().forEach(log::warn);
        }
        return run(options, flags.roleName(), starter, System.err);
    }

    private static <O> int run(O options, String name, Starter<O> starter, PrintStream err) {
        CountDownLatch stopped = new CountDownLatch(1);
        running = stopped;
        try (AutoCloseable _ = starter.start(options)) {
            log.infof("%s %s is running", name, KubernetesVersion.GIT_VERSION);
            StartupPages.releaseLater();
            Quarkus.waitForExit();
            log.infof("%s is stopping", name);
            return 0;
        } catch (Exception e) {
            log.debug("start failed", e);
            err.println("Error: " + name + ": " + firstMessage(e));
            return 1;
        } finally {
            stopped.countDown();
        }
    }

    /** Returns when the role that runs, if one does, has been closed. */
    static void awaitStopped() throws InterruptedException {
        CountDownLatch stopped = running;
        if (stopped != null) {
            stopped.await();
        }
    }

    private static String firstMessage(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.toString()
                : message.lines().findFirst().orElse(failure.toString());
    }
}
