package dev.caravel.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.storage.Storage.Entry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** A process that writes until it is killed, and says of each write that has been acknowledged: key, revision, dot. */
final class EndlessWriter {
    private static final int MOST_BYTES = 8_000;

    private EndlessWriter() {}

    public static void main(String[] arguments) {
        EmbeddedStorage storage = EmbeddedStorage.open(Path.of(arguments[0]), Clock.systemUTC());
        int keys = Integer.parseInt(arguments[2]);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                writers.submit(() -> {
                    while (true) {
                        write(storage, "/keys/" + ThreadLocalRandom.current().nextInt(keys));
                    }
                });
            }
        }
    }

    private static void write(EmbeddedStorage storage, String key) {
        byte[] value = (key + " " + "x".repeat(ThreadLocalRandom.current().nextInt(MOST_BYTES))).getBytes(UTF_8);
        Optional<Entry> present = storage.get(key);
        long known = present.map(Entry::revision).orElse(0L);
        storage.replace(key, value, known, 0).ifPresent(revision -> say(key + " " + revision + " ."));
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
