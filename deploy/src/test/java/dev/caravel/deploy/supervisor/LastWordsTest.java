package dev.caravel.deploy.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The last words of a process are")
class LastWordsTest {
    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void name() {
        log = directory.resolve("role.log");
    }

    @Test
    @DisplayName("the last line of its log")
    void lastLine() throws IOException {
        Files.writeString(log, "starting\nerror: the port is taken\n\n");

        assertThat(LastWords.of(log)).isEqualTo("error: the port is taken");
    }

    @Test
    @DisplayName("the cause at the end of a stack trace")
    void cause() throws IOException {
        Files.writeString(log, """
                Exception in thread "main" java.lang.IllegalStateException: cannot start
                \tat dev.caravel.Main.main(Main.java:1)
                Caused by: java.net.BindException: the port is taken
                \tat java.base/sun.nio.ch.Net.bind(Net.java:1)
                \t... 2 more
                """);

        assertThat(LastWords.of(log)).isEqualTo("Caused by: java.net.BindException: the port is taken");
    }

    @Test
    @DisplayName("none of an earlier process")
    void onlyItsOwn() throws IOException {
        Files.writeString(log, "what the one before it said\n");
        long start = LastWords.lengthOf(log);

        assertThat(LastWords.since(log, start)).isEqualTo("it said nothing");
    }

    @Test
    @DisplayName("found also when the log was rotated meanwhile")
    void rotated() throws IOException {
        Files.writeString(log, "short\n");

        assertThat(LastWords.since(log, 1_000_000)).isEqualTo("short");
    }

    @Test
    @DisplayName("found at the end of a long log")
    void longLog() throws IOException {
        Files.writeString(log, "chatter\n".repeat(100_000) + "the end\n");

        assertThat(LastWords.of(log)).isEqualTo("the end");
    }

    @Test
    @DisplayName("said to be missing when there is no log")
    void noLog() {
        assertThat(LastWords.of(log)).isEqualTo("it left no log");
    }
}
