package dev.caravel.apiserver.serving;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;

/**
 * The server's certificate and key, from files. Every handshake is served what the files hold by then, and while they cannot
 * be used (one is written, the other is not yet) what they held before. Thread-safe.
 */
final class ServingCertificate extends X509ExtendedKeyManager {
    private static final Logger LOG = Logger.getLogger(ServingCertificate.class);

    private final Path certificate;
    private final Path privateKey;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Served served;

    /** Handshakes that have begun with what was served before still ask for it. */
    private record Served(KeyedChain current, Optional<KeyedChain> previous, FileStamp stamp) {
        <T> T of(String alias, Function<KeyedChain, T> part) {
            return current.alias().equals(alias)
                    ? part.apply(current)
                    : previous.filter(chain -> chain.alias().equals(alias))
                            .map(part)
                            .orElse(null);
        }
    }

    /** @throws IOException when the files hold no certificate and its key */
    ServingCertificate(Path certificate, Path privateKey) throws IOException {
        this.certificate = requireNonNull(certificate, "certificate is null");
        this.privateKey = requireNonNull(privateKey, "privateKey is null");
        FileStamp stamp = FileStamp.of(certificate, privateKey);
        served = new Served(KeyedChain.read(certificate, privateKey), Optional.empty(), stamp);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        renew();
        KeyedChain chain = served.current();
        return chain.key().getAlgorithm().equals(keyType) ? chain.alias() : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return served.of(alias, chain -> chain.certificates().toArray(X509Certificate[]::new));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return served.of(alias, KeyedChain::key);
    }

    /** The certificate's own names, by which clients may ask for it. */
    List<String> names() {
        renew();
        return ServerNames.of(served.current().certificates().getFirst());
    }

    private void renew() {
        FileStamp stamp = FileStamp.of(certificate, privateKey);
        if (stamp.equals(served.stamp()) || !loading.tryLock()) {
            return;
        }
        try {
            KeyedChain renewed = KeyedChain.read(certificate, privateKey);
            served = new Served(renewed, Optional.of(served.current()), stamp);
            LOG.infof("%s has changed and is served", certificate);
        } catch (IOException e) {
            served = new Served(served.current(), served.previous(), stamp);
            LOG.errorf("%s has changed and is not served: %s", certificate, e.getMessage());
        } finally {
            loading.unlock();
        }
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {served.current().alias()};
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
