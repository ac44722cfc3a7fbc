package dev.caravel.apiserver.flags;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How requests are handed on to API servers behind this one. */
public final class AggregationFlags {
    @Option(
            names = "--proxy-client-cert-file",
            description = "Client certificate used to prove the identity of the aggregator when it must call out during"
                    + " a request: proxying requests to a user api-server.")
    public Path clientCertificate;

    @Option(
            names = "--proxy-client-key-file",
            description = "Private key for the client certificate used to prove the identity of the aggregator.")
    public Path clientKey;

    @Option(
            names = "--enable-aggregator-routing",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Turns on aggregator routing requests to endpoints IP rather than cluster IP.")
    public boolean routeToEndpoints;

    @Option(
            names = "--aggregator-reject-forwarding-redirect",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Aggregator reject forwarding redirect response back to client.")
    public boolean rejectRedirects;
}
