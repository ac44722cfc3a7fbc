package dev.caravel.machinery.serving;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags of secure serving, to mix into a role's options. The role sets its own default for the port. */
public final class SecureServingOptions {
    @Option(
            names = "--bind-address",
            defaultValue = "0.0.0.0",
            description = "The IP address on which to listen for the --secure-port port.")
    public String bindAddress;

    @Option(names = "--secure-port", description = "The port on which to serve HTTPS. If 0, don't serve HTTPS at all.")
    public Integer securePort;

    @Option(
            names = "--tls-cert-file",
            description = "File containing the default x509 Certificate for HTTPS. Without it, and without"
                    + " --tls-private-key-file, a self-signed certificate is made and kept in memory.")
    public Path certificate;

    @Option(
            names = "--tls-private-key-file",
            description = "File containing the default x509 private key matching --tls-cert-file.")
    public Path privateKey;

    /** 0 for not serving. */
    public int port(int defaultPort) {
        return securePort == null ? defaultPort : securePort;
    }
}
