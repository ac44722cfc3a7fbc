package dev.caravel.apiserver.kinds.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The status of a claim")
class ClaimStatusFaultsTest {
    private static final String SPEC =
            "spec: {devices: {requests: [{name: 'r'}, {name: 's', firstAvailable: [{name: 't'}]}]}}";
    private static final String GOOD = "{request: 'r', driver: 'a.b', pool: 'p', device: 'd'}";

    private static List<String> faults(String status) {
        return ClaimStatusFaults.of(
                        Json.object("{" + SPEC + ", status: {" + status + "}}"), Json.object("{" + SPEC + "}"))
                .stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reservedFor: [{resource: 'pods', name: 'a', uid: 'u'}] | status.reservedFor: Forbidden: may not be specified when `allocated` is not set",
                "allocation: {devices: {results: [{request: 'z', driver: 'a.b', pool: 'p', device: 'd'}]}} | status.allocation.devices.results[0].request: Invalid value: \"z\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
                "allocation: {devices: {results: [{request: 's/r', driver: 'a.b', pool: 'p', device: 'd'}]}} | status.allocation.devices.results[0].request: Invalid value: \"s/r\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'",
                "allocation: {devices: {results: [{request: 'r', pool: 'p', device: 'd'}]}} | status.allocation.devices.results[0].driver: Required value",
                "devices: [{driver: 'a.b', pool: 'p', device: 'd'}] | status.devices[0]: Invalid value: \"a.b/p/d\": must be an allocated device in the claim",
            })
    @DisplayName("tells of nothing that was not asked for")
    void bad(String status, String error) {
        assertThat(faults(status)).containsExactly(error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "allocation: {devices: {results: [" + GOOD
                        + "]}}, reservedFor: [{resource: 'pods', name: 'a', uid: 'u'}]",
                "allocation: {devices: {results: [{request: 's/t', driver: 'a.b', pool: 'p/q', device: 'd'}]}}, devices: [{driver: 'a.b', pool: 'p/q', device: 'd'}]",
            })
    @DisplayName("tells what was allocated, and for whom")
    void good(String status) {
        assertThat(faults(status)).isEmpty();
    }
}
