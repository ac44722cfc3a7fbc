package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CommandResult;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.v1.AttachRequest;
import dev.caravel.kubelet.cri.v1.ExecRequest;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Prepares {@code /exec}, {@code /attach} and {@code /portForward} with the runtime, and does {@code /run}. */
final class StreamRequests {
    private static final int MAX_RUN_SECONDS = 120;

    private final PodLookup lookup;
    private final ContainerRuntime runtime;

    StreamRequests(PodLookup lookup, ContainerRuntime runtime) {
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.runtime = requireNonNull(runtime, "runtime is null");
    }

    /** Which streams the client wants. */
    record Streams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {
        static Streams of(MultiMap params) {
            boolean tty = flag(params, "tty");
            boolean stdin = flag(params, "input");
            boolean stdout = flag(params, "output");
            // A terminal has one stream for both.
            boolean stderr = flag(params, "error") && !tty;
            if (!stdin && !stdout && !stderr) {
                throw new HttpAnswer(400, "you must specify at least 1 of stdin, stdout, stderr");
            }
            return new Streams(stdin, stdout, stderr, tty);
        }

        private static boolean flag(MultiMap params, String name) {
            return "1".equals(params.get(name)) || "true".equals(params.get(name));
        }
    }

    String exec(PodPath path, MultiMap params) {
        Streams streams = Streams.of(params);
        return runtime.execUrl(ExecRequest.newBuilder()
                .setContainerId(lookup.runningContainer(path))
                .addAllCmd(params.getAll("command"))
                .setStdin(streams.stdin())
                .setStdout(streams.stdout())
                .setStderr(streams.stderr())
                .setTty(streams.tty())
                .build());
    }

    String attach(PodPath path, MultiMap params) {
        Streams streams = Streams.of(params);
        return runtime.attachUrl(AttachRequest.newBuilder()
                .setContainerId(lookup.runningContainer(path))
                .setStdin(streams.stdin())
                .setStdout(streams.stdout())
                .setStderr(streams.stderr())
                .setTty(streams.tty())
                .build());
    }

    String portForward(PodPath path) {
        return runtime.portForwardUrl(lookup.readySandbox(path));
    }

    String run(PodPath path, MultiMap params) {
        String command = params.get("cmd");
        if (command == null) {
            throw new HttpAnswer(400, "cmd is required");
        }
        List<String> words = Arrays.asList(command.split(" "));
        CommandResult result =
                runtime.execSync(lookup.runningContainer(path), words, Duration.ofSeconds(MAX_RUN_SECONDS));
        if (result.exitCode() != 0) {
            throw new HttpAnswer(
                    500, "command '" + command + "' exited with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }
}
