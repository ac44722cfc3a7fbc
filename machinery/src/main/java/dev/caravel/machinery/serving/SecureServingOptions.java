package dev.caravel.machinery.serving;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Clock;
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

    /**
     * The flags as options of an HTTPS server.
     *
     * @param component the role's name, for the self-signed certificate
     * @throws IllegalArgumentException when only one of certificate and key is given
     */
    public HttpServerOptions server(String component, int defaultPort, Clock clock) {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file must be given together");
        }
        PemKeyCertOptions keys = new PemKeyCertOptions();
        if (certificate == null) {
            SelfSignedCertificate own = SelfSignedCertificate.create(component, clock);
            keys.addCertValue(own.certificate()).addKeyValue(own.key());
        } else {
            keys.addCertPath(certificate.toString()).addKeyPath(privateKey.toString());
        }
        return new HttpServerOptions()
                .setHost(bindAddress)
                .setPort(port(defaultPort))
                .setSsl(true)
                .setKeyCertOptions(keys);
    }

    /** 0 for not serving. */
    public int port(int defaultPort) {
        return securePort == null ? defaultPort : securePort;
    }
}
