package dev.caravel.machinery.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryKeyStoresTest {
    private static final String ITERATIONS = "keystore.pkcs12.keyPbeIterationCount";
    private static final char[] PASSWORD = "dummy".toCharArray();

    @AfterEach
    void restore() {
        System.clearProperty(ITERATIONS);
    }

    @Test
    @DisplayName("A key is put into a store with one iteration, and comes out again")
    void oneIteration() throws Exception {
        MemoryKeyStores.skipPasswordStretching();

        KeyPair pair = KeyPairs.generate();
        KeyStore store = storeOf(pair);

        assertThat(store.getKey("key", PASSWORD)).isEqualTo(pair.getPrivate());
        // INTEGER 1, INTEGER 32, SEQUENCE: the iterations and the key's length of PBKDF2-params (RFC 8018, A.2)
        assertThat(encoded(store)).contains("020101" + "020120" + "30");
    }

    @Test
    @DisplayName("A count that was given on the command line stays")
    void givenCountStays() {
        System.setProperty(ITERATIONS, "20000");

        MemoryKeyStores.skipPasswordStretching();

        assertThat(System.getProperty(ITERATIONS)).isEqualTo("20000");
    }

    private static KeyStore storeOf(KeyPair pair) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate certificate =
                CertificateAuthority.create("test", Clock.systemUTC()).self().certificate();
        store.setKeyEntry("key", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        return store;
    }

    private static String encoded(KeyStore store) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD);
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
