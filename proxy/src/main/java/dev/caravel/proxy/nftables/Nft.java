package dev.caravel.proxy.nftables;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code nft -f -}: all of the commands or none. Thread-safe. */
public final class Nft {
    /** The kernel or nft refused; the table is as it was. */
    public static final class NftException extends IOException {
        public NftException(String message) {
            super(message);
        }
    }

    private final List<String> command;

    public Nft() {
        this(List.of());
    }

    /** @param prefix what to run nft by, for example {@code nsenter --net=…}: another network namespace than our own */
    public Nft(List<String> prefix) {
        command = new ArrayList<>(prefix);
        command.addAll(List.of("nft", "-f", "-"));
    }

    public void apply(List<String> commands) throws IOException, InterruptedException {
        if (commands.isEmpty()) {
            return;
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new NftException("nft exited with " + code + ": "
                    + output.lines().findFirst().orElse("no output"));
        }
    }
}
