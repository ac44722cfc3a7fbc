package dev.caravel.proxy.conntrack;

import dev.caravel.proxy.conntrack.StaleUdpFlows.Flow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes the kernel forget flows, by {@code conntrack(8)}. Thread-safe. */
public final class Conntrack {
    public void forget(Flow flow) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "conntrack",
                "-D",
                "-p",
                "udp",
                "--orig-dst",
                flow.serviceIp(),
                "--dport",
                String.valueOf(flow.port())));
        if (!flow.endpointIp().isEmpty()) {
            command.addAll(List.of("--dst-nat", flow.endpointIp()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // conntrack ends with 1 when nothing matched, which is as good.
        if (process.waitFor() != 0 && !output.contains("0 flow entries")) {
            throw new IOException("conntrack: " + output.lines().findFirst().orElse("no output"));
        }
    }
}
