package dev.caravel.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @ParameterizedTest(name = "{0}/{1}:{2} and {3}/{4}:{5} conflict: {6}")
    @DisplayName("Host ports conflict when number and protocol are the same and the addresses overlap")
    @CsvSource({
        "'', TCP, 80, '', TCP, 80, true",
        "'', '', 80, 0.0.0.0, TCP, 80, true",
        "'', TCP, 80, '', UDP, 80, false",
        "'', TCP, 80, '', TCP, 81, false",
        "127.0.0.1, TCP, 80, '', TCP, 80, true",
        "127.0.0.1, TCP, 80, 127.0.0.1, TCP, 80, true",
        "127.0.0.1, TCP, 80, 127.0.0.2, TCP, 80, false",
    })
    void conflicts(String ip, String protocol, int port, String ip2, String protocol2, int port2, boolean expected) {
        HostPort first = new HostPort(ip, protocol, port);
        HostPort second = new HostPort(ip2, protocol2, port2);

        assertThat(first.conflictsWith(second)).isEqualTo(expected);
        assertThat(second.conflictsWith(first)).isEqualTo(expected);
    }
}
