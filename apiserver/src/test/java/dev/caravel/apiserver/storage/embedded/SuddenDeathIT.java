package dev.caravel.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.storage.Storage.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcaravel.kills=1000} for the long run. */
@DisplayName("A store whose process is killed in the middle of writing")
class SuddenDeathIT {
    private static final int KILLS = Integer.getInteger("caravel.kills", 20);
    private static final int WRITERS = 8;
    private static final int KEYS = 50;
    /** After how many acknowledged writes at most a process dies. */
    private static final int MOST_WRITES = 400;

    @TempDir
    Path directory;

    @Test
    @DisplayName("has everything that was acknowledged, at the revision that was named, and goes on from there")
    void keepsWhatWasAcknowledged() throws Exception {
        Random random = new Random(42);
        Map<String, Long> acknowledged = new HashMap<>();
        long newest = 0;

        for (int kill = 0; kill < KILLS; kill++) {
            newest = Math.max(newest, writeUntilKilled(random.nextInt(1, MOST_WRITES), acknowledged));
            try (EmbeddedStorage after = EmbeddedStorage.open(directory, Clock.systemUTC())) {
                assertThat(after.currentRevision()).as("after kill %d", kill).isGreaterThanOrEqualTo(newest);
                for (Map.Entry<String, Long> write : acknowledged.entrySet()) {
                    assertThat(after.get(write.getKey()))
                            .as("%s after kill %d", write.getKey(), kill)
                            .hasValueSatisfying(entry -> assertThat(isThereOrNewer(entry, write.getValue()))
                                    .isTrue());
                }
                after.list("/", "/", 0, 0)
                        .entries()
                        .forEach(entry -> acknowledged.merge(entry.key(), entry.revision(), Math::max));
            }
        }

        assertThat(acknowledged).hasSize(KEYS);
    }

    /** A write that was under way may have happened as well, or not: what is whole is that the value is of its revision. */
    private static boolean isThereOrNewer(Entry entry, long revision) {
        return entry.revision() >= revision && new String(entry.value(), UTF_8).startsWith(entry.key() + " ");
    }

    private long writeUntilKilled(int writes, Map<String, Long> acknowledged) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        directory.toString(),
                        Integer.toString(WRITERS),
                        Integer.toString(KEYS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long newest = 0;
        try (BufferedReader said = process.inputReader(UTF_8)) {
            String line = said.readLine();
            for (int i = 0; line != null; i++, line = said.readLine()) {
                if (i == writes) {
                    process.toHandle().destroyForcibly(); // not by the process: that closes its output, too
                }
                String[] parts = line.split(" ");
                if (parts.length == 3 && parts[2].equals(".")) { // or it was cut off
                    long revision = Long.parseLong(parts[1]);
                    acknowledged.merge(parts[0], revision, Math::max);
                    newest = Math.max(newest, revision);
                }
            }
        }
        assertThat(process.waitFor()).as("killed, and not ended by itself").isEqualTo(128 + 9);
        return newest;
    }
}
