package dev.caravel.apiserver.serving;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Serves the certificate that is made out to the name that a client asks for, and the server's own to all others. Thread-safe. */
final class ServingCertificates extends X509ExtendedKeyManager {
    private record Named(ServingCertificate certificate, List<String> patterns) {
        boolean isFor(String name) {
            List<String> names = patterns.isEmpty() ? certificate.names() : patterns;
            return names.stream().anyMatch(pattern -> ServerNames.matches(pattern, name));
        }
    }

    private final ServingCertificate own;
    private final List<Named> named;

    private ServingCertificates(ServingCertificate own, List<Named> named) {
        this.own = own;
        this.named = List.copyOf(named);
    }

    /** @throws IOException when files hold no certificate and its key */
    static X509ExtendedKeyManager of(Path certificate, Path privateKey, List<NamedPair> pairs) throws IOException {
        ServingCertificate own = new ServingCertificate(certificate, privateKey);
        if (pairs.isEmpty()) {
            return own;
        }
        List<Named> named = new ArrayList<>();
        for (NamedPair pair : pairs) {
            named.add(new Named(new ServingCertificate(pair.certificate(), pair.privateKey()), pair.names()));
        }
        return new ServingCertificates(own, named);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return chosen(engine).chooseEngineServerAlias(keyType, issuers, engine);
    }

    private ServingCertificate chosen(SSLEngine engine) {
        if (engine == null || !(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return own;
        }
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .flatMap(name -> named.stream().filter(each -> each.isFor(name)))
                .map(Named::certificate)
                .findFirst()
                .orElse(own);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return first(certificate -> certificate.getCertificateChain(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return first(certificate -> certificate.getPrivateKey(alias));
    }

    private <T> T first(Function<ServingCertificate, T> part) {
        return Stream.concat(Stream.of(own), named.stream().map(Named::certificate))
                .map(part)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return own.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return own.getServerAliases(keyType, issuers);
    }

    /** None: this side is a server. */
    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    /** None: this side is a server. */
    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
