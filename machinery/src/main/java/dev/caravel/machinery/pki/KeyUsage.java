package dev.caravel.machinery.pki;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate may be used for in TLS. */
public enum KeyUsage {
    CLIENT(KeyPurposeId.id_kp_clientAuth),
    SERVER(KeyPurposeId.id_kp_serverAuth);

    private final KeyPurposeId purpose;

    KeyUsage(KeyPurposeId purpose) {
        this.purpose = purpose;
    }

    KeyPurposeId purpose() {
        return purpose;
    }
}
