package dev.caravel.apiserver.admission.plugins.certificates;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;

/** Only who may approve for a signer approves its requests, and only who may sign for it signs them. */
public final class SignerPermission implements AdmissionPlugin {
    private static final String GROUP = "certificates.k8s.io";

    /** What is done to a CertificateSigningRequest. */
    public enum Act {
        APPROVE("CertificateApproval", "approval", "approve"),
        SIGN("CertificateSigning", "status", "sign");

        private final String plugin;
        private final String subresource;
        private final String verb;

        Act(String plugin, String subresource, String verb) {
            this.plugin = plugin;
            this.subresource = subresource;
            this.verb = verb;
        }

        public String plugin() {
            return plugin;
        }
    }

    private final Act act;
    private final Authorizer authorizer;

    public SignerPermission(Act act, Authorizer authorizer) {
        this.act = requireNonNull(act, "act is null");
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    @Override
    public String name() {
        return act.plugin;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isOf(GROUP, "certificatesigningrequests")
                || !request.subresource().equals(act.subresource)
                || request.operation() != Operation.UPDATE
                || act == Act.SIGN && !isSigned(request)) {
            return;
        }
        // The stored signer counts, not one that the update would set.
        String signer = request.oldObject().orElseThrow().at("/spec/signerName").asText();
        String domain = signer.contains("/") ? signer.substring(0, signer.indexOf('/')) : signer;
        if (!mayActFor(request, signer) && !mayActFor(request, domain + "/*")) {
            throw request.forbidden(
                    "user not permitted to %s requests with signerName \"%s\"".formatted(act.verb, signer));
        }
    }

    private static boolean isSigned(AdmissionRequest request) {
        JsonNode status = request.object().orElseThrow().path("status");
        ObjectNode old = request.oldObject().orElseThrow();
        return !status.path("certificate").equals(old.at("/status/certificate"))
                || !status.path("conditions").equals(old.at("/status/conditions"));
    }

    private boolean mayActFor(AdmissionRequest request, String signer) {
        return authorizer
                .authorize(new Attributes(request.user(), act.verb, "", GROUP, "*", "signers", "", signer, true, ""))
                .allowed();
    }
}
