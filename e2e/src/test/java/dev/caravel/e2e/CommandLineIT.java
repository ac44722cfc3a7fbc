package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("./caravel up")
class CommandLineIT {
    @Test
    @DisplayName("says in one line that a port is taken, and leaves nothing half-started")
    void portTaken() throws IOException {
        try (TestCluster cluster = new TestCluster("port")) {
            Process squatter = new ProcessBuilder(
                            "nsenter", "--net=/run/netns/caravel-e2e-port", "--", "busybox", "nc", "-l", "-p", "6443")
                    .start();
            try {
                Eventually.holds("the port is taken", () -> cluster.inNetwork("busybox", "netstat", "-ltn")
                        .out()
                        .contains(":6443 "));

                Shell.Result result = cluster.caravel("up");

                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.err())
                        .startsWith("caravel: port 6443 is taken; ")
                        .hasLineCount(1);
                assertThat(cluster.caravel("status").exitCode()).isEqualTo(3);
            } finally {
                squatter.destroyForcibly();
            }
        }
    }

    @Test
    @DisplayName("says in one line that it has to be root")
    void notRoot() {
        String home = System.getProperty("caravel.home");
        Shell.Result result = Shell.run(List.of("setpriv", "--reuid=65534", "--clear-groups", home + "/caravel", "up"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("caravel: up must be root").hasLineCount(1);
    }
}
