package dev.caravel.kubelet.cri;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A containerd of a test's own, with everything of its in one directory. Needs root. */
final class Containerd implements AutoCloseable {
    private final Path directory;
    private Process process;

    Containerd(Path directory) {
        this.directory = directory;
    }

    String endpoint() {
        return "unix://" + directory.resolve("containerd.sock");
    }

    void start() throws IOException {
        Path configuration = directory.resolve("config.toml");
        Files.writeString(configuration, """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                  address = "%1$s/containerd.sock"
                [ttrpc]
                  address = "%1$s/containerd.sock.ttrpc"
                [plugins."io.containerd.grpc.v1.cri".cni]
                  conf_dir = "%1$s/cni"
                [plugins."io.containerd.internal.v1.opt"]
                  path = "%1$s/opt"
                """.formatted(directory));
        process = new ProcessBuilder("containerd", "--config", configuration.toString())
                .redirectErrorStream(true)
                .start();
        awaitBoot();
    }

    /** containerd says so when its socket is open. */
    private void awaitBoot() throws IOException {
        BufferedReader log = process.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            lines.add(line);
            if (line.contains("containerd successfully booted")) {
                Thread.ofVirtual().start(() -> drain(log));
                return;
            }
        }
        throw new IOException("containerd has ended: " + String.join("\n", lines));
    }

    /** A process whose log nobody reads would stop when the pipe is full. */
    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The JDK closes the reader of a process that has ended, whoever reads.
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
