package dev.caravel.deploy.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The background process that keeps a cluster running after the command line has returned. */
public final class SupervisorProcess {
    private static final int ROTATION_SECONDS = 30;

    private SupervisorProcess() {}

    /** Returns when it was told to quit, with all processes ended. */
    public static void run(StateDir state) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        Files.createDirectories(state.logs());
        Files.createDirectories(state.run());
        CountDownLatch quit = new CountDownLatch(1);
        Supervisor supervisor = new Supervisor(state, json);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopForSignal(supervisor, quit)));
        try (ScheduledExecutorService rotation = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().factory());
                ControlSocket _ = new ControlSocket(state.supervisorSocket(), supervisor, json, quit::countDown)) {
            rotation.scheduleWithFixedDelay(
                    () -> rotate(state, supervisor), ROTATION_SECONDS, ROTATION_SECONDS, TimeUnit.SECONDS);
            supervisor.reload();
            quit.await();
            rotation.shutdownNow();
        }
        Files.deleteIfExists(state.supervisorSocket());
    }

    /** SIGTERM means down: ended in order, and with exit code 0 so that nobody starts the supervisor again. */
    private static void stopForSignal(Supervisor supervisor, CountDownLatch quit) {
        if (quit.getCount() > 0) {
            try {
                supervisor.stopAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        }
    }

    private static void rotate(StateDir state, Supervisor supervisor) {
        for (String name : supervisor.names()) {
            try {
                new LogFile(state.log(name)).rotateWhenLarge();
            } catch (IOException e) {
                System.err.println("cannot rotate the log of " + name + ": " + e.getMessage());
            }
        }
    }
}
