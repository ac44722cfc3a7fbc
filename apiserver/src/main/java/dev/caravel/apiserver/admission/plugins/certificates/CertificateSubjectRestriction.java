package dev.caravel.apiserver.admission.plugins.certificates;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import java.io.IOException;
import java.util.List;

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
            return RequestedSubject.parse(
                            request.object().orElseThrow().at("/spec/request").asText())
                    .organizations();
        } catch (IOException e) {
            throw request.forbidden("failed to parse CSR: " + e.getMessage());
        }
    }
}
