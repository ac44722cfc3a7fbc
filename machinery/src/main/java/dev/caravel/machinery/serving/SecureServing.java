package dev.caravel.machinery.serving;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Clock;

/** Obeys the flags of secure serving. Apart from them, so that a role that has none needs no maker of certificates. */
public final class SecureServing {
    private SecureServing() {}

    /**
     * The flags as options of an HTTPS server.
     *
     * @param component the role's name, for the self-signed certificate
     * @throws IllegalArgumentException when only one of certificate and key is given
     */
    public static HttpServerOptions server(SecureServingOptions flags, String component, int defaultPort, Clock clock) {
        if ((flags.certificate == null) != (flags.privateKey == null)) {
            throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file must be given together");
        }
        PemKeyCertOptions keys = new PemKeyCertOptions();
        if (flags.certificate == null) {
            SelfSignedCertificate own = SelfSignedCertificate.create(component, clock);
            keys.addCertValue(own.certificate()).addKeyValue(own.key());
        } else {
            keys.addCertPath(flags.certificate.toString()).addKeyPath(flags.privateKey.toString());
        }
        return new HttpServerOptions()
                .setHost(flags.bindAddress)
                .setPort(flags.port(defaultPort))
                .setSsl(true)
                .setKeyCertOptions(keys);
    }
}
