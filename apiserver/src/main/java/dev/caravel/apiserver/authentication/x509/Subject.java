package dev.caravel.apiserver.authentication.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Who a certificate is about. @param commonName the last of several, empty when there is none */
record Subject(String commonName, List<String> organizations, String uid) {
    /** Kubernetes' own attribute for a user's UID. */
    private static final ASN1ObjectIdentifier UID = new ASN1ObjectIdentifier("1.3.6.1.4.1.57683.2");

    static Subject of(X509Certificate certificate) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new Subject(last(values(name, BCStyle.CN)), values(name, BCStyle.O), last(values(name, UID)));
    }

    private static List<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
        List<String> values = new ArrayList<>();
        for (RDN rdn : name.getRDNs(attribute)) {
            for (var pair : rdn.getTypesAndValues()) {
                if (pair.getType().equals(attribute) && pair.getValue() instanceof ASN1String text) {
                    values.add(text.getString());
                }
            }
        }
        return values;
    }

    private static String last(List<String> values) {
        return values.isEmpty() ? "" : values.getLast();
    }
}
