package dev.caravel.machinery.pki;

/** The key stores that TLS libraries want a private key to be in, and that never leave the process. */
public final class MemoryKeyStores {
    private static final String ITERATIONS = "keystore.pkcs12.keyPbeIterationCount";

    private MemoryKeyStores() {}

    /**
     * Has such a store's password stretched once, not 10,000 times: it protects nothing, and stretching it is half of the
     * time that a role needs to start. To be called before the first key is read. A value from the command line stays.
     */
    public static void skipPasswordStretching() {
        if (System.getProperty(ITERATIONS) == null) {
            System.setProperty(ITERATIONS, "1");
        }
    }
}
