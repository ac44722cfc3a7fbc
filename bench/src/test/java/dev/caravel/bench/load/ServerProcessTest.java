package dev.caravel.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the kernel says of a process")
class ServerProcessTest {
    private static final String AFTER_NAME = " S 1 2 3 0 -1 4194560 100 0 5 0 250 75 9 9 20 0 31 0 4242 1000 500";

    @ParameterizedTest(name = "of a program called {0}")
    @CsvSource({"kube-apiserver", "java", "a b", "a) S 9 9", "(x)"})
    @DisplayName("has its processor time, user's and system's, whatever its name")
    void cpu(String name) {
        assertThat(ServerProcess.cpuOf("77 (" + name + ")" + AFTER_NAME)).isEqualTo(Duration.ofMillis(3_250));
    }

    @Test
    @DisplayName("has memory in KiB, which is given in bytes")
    void memory() {
        String status = "Name:\tkube-apiserver\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";

        assertThat(ServerProcess.bytesOf(status, "VmRSS")).isEqualTo(100L << 20);
        assertThat(ServerProcess.bytesOf(status, "VmHWM")).isEqualTo(200L << 20);
        assertThatThrownBy(() -> ServerProcess.bytesOf(status, "VmSwap"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VmSwap");
    }

    @Test
    @DisplayName("can be asked of a process that runs, and of none that has ended")
    void ofThisOne() {
        ServerProcess self = new ServerProcess(ProcessHandle.current().pid());

        assertThat(self.cpu()).isPositive();
        assertThat(self.resident()).isPositive().isLessThanOrEqualTo(self.peak());
        assertThatThrownBy(new ServerProcess(Long.MAX_VALUE)::cpu)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has gone");
    }
}
