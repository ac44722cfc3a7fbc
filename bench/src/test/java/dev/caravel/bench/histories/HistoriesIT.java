package dev.caravel.bench.histories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A short run of histories")
class HistoriesIT {
    private static final Path SCRIPT = Path.of("histories").toAbsolutePath();

    private record Run(int exitCode, String output) {}

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"etcd", "embedded"})
    @DisplayName("with an API server that is killed now and then shows nothing that cannot be")
    void clean(String store) throws Exception {
        Run run = run("--count", "60", "--kill-every", "5", store);

        assertThat(run.output()).contains(": 60 histories").contains(": 0 violations");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    @DisplayName("finds an event that was kept from a watch")
    void planted() throws Exception {
        Run run = run("--count", "10", "--kill-every", "0", "--plant", "DROPPED_EVENT", "embedded");

        assertThat(run.output()).contains("a watch left something out, told it twice, or in another order");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "--jvm"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), output);
    }
}
