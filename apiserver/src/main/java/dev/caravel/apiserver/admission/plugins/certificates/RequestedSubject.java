package dev.caravel.apiserver.admission.plugins.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Whom a certificate is asked for.
 *
 * @param commonName the last one, if there are several; empty if there is none
 */
public record RequestedSubject(String commonName, List<String> organizations) {
    public RequestedSubject {
        organizations = List.copyOf(organizations);
    }

    /**
     * @param encoded {@code spec.request} of a CertificateSigningRequest: PEM, in base64
     * @throws IOException when it is no PKCS #10 request
     */
    public static RequestedSubject parse(String encoded) throws IOException {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            PemObject pem = new PemReader(new StringReader(text)).readPemObject();
            if (pem == null || !pem.getType().equals("CERTIFICATE REQUEST")) {
                throw new IOException("PEM block type must be CERTIFICATE REQUEST");
            }
            X500Name subject = CertificationRequest.getInstance(pem.getContent())
                    .getCertificationRequestInfo()
                    .getSubject();
            List<String> names = values(subject, BCStyle.CN);
            return new RequestedSubject(names.isEmpty() ? "" : names.getLast(), values(subject, BCStyle.O));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<String> values(X500Name subject, ASN1ObjectIdentifier type) {
        List<String> values = new ArrayList<>();
        for (RDN rdn : subject.getRDNs(type)) {
            for (var pair : rdn.getTypesAndValues()) {
                if (pair.getType().equals(type) && pair.getValue() instanceof ASN1String value) {
                    values.add(value.getString());
                }
            }
        }
        return values;
    }
}
