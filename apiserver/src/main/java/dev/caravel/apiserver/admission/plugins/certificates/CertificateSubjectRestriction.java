package dev.caravel.apiserver.admission.plugins.certificates;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Nobody asks the API server's own signer for a certificate of {@code system:masters}. */
public final class CertificateSubjectRestriction implements AdmissionPlugin {
    public static final String NAME = "CertificateSubjectRestriction";

    private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor("certificates.k8s.io", "certificatesigningrequests")
                || request.operation() != Operation.CREATE
                || !request.object()
                        .orElseThrow()
                        .at("/spec/signerName")
                        .asText()
                        .equals(CLIENT_SIGNER)) {
            return;
        }
        if (organizations(request).contains(UserInfo.GROUP_MASTERS)) {
            throw request.forbidden(
                    "use of %s signer with system:masters group is not allowed".formatted(CLIENT_SIGNER));
        }
    }

    private static List<String> organizations(AdmissionRequest request) {
        try {
            return organizations(
                    request.object().orElseThrow().at("/spec/request").asText());
        } catch (IOException | IllegalArgumentException e) {
            throw request.forbidden("failed to parse CSR: " + e.getMessage());
        }
    }

    private static List<String> organizations(String encoded) throws IOException {
        String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        PemObject pem = new PemReader(new StringReader(text)).readPemObject();
        if (pem == null || !pem.getType().equals("CERTIFICATE REQUEST")) {
            throw new IOException("PEM block type must be CERTIFICATE REQUEST");
        }
        List<String> organizations = new ArrayList<>();
        for (RDN rdn : CertificationRequest.getInstance(pem.getContent())
                .getCertificationRequestInfo()
                .getSubject()
                .getRDNs(BCStyle.O)) {
            for (var pair : rdn.getTypesAndValues()) {
                if (pair.getType().equals(BCStyle.O) && pair.getValue() instanceof ASN1String organization) {
                    organizations.add(organization.getString());
                }
            }
        }
        return organizations;
    }
}
