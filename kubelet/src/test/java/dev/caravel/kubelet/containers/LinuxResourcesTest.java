package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.kubelet.pods.QosClass;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Cgroup settings")
class LinuxResourcesTest {
    @ParameterizedTest(name = "{0} milli-CPUs are {1} shares and a quota of {2} µs")
    @DisplayName("are reckoned from CPU amounts, within the kernel's bounds")
    @CsvSource({
        "0,2,0",
        "1,2,1000",
        "5,5,1000",
        "100,102,10000",
        "500,512,50000",
        "1000,1024,100000",
        "2500,2560,250000",
        "1000000,262144,100000000",
    })
    void cpu(long milli, long shares, long quota) {
        assertThat(LinuxResources.shares(milli)).isEqualTo(shares);
        assertThat(LinuxResources.quota(milli)).isEqualTo(quota);
    }

    @ParameterizedTest(name = "{0} asking for {1} of 1000 bytes: {2}")
    @DisplayName("let those die first who asked for least")
    @CsvSource({
        "GUARANTEED,500,-997",
        "BEST_EFFORT,0,1000",
        "BURSTABLE,0,999",
        "BURSTABLE,250,750",
        "BURSTABLE,1000,3",
    })
    void oom(QosClass qos, long requested, long score) {
        assertThat(LinuxResources.oomScore(qos, requested, 1000)).isEqualTo(score);
    }
}
