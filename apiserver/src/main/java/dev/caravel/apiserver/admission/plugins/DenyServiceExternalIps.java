package dev.caravel.apiserver.admission.plugins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import java.util.HashSet;
import java.util.Set;

/** Lets nobody add external IPs to a Service: whoever may, can take traffic that is meant for others (CVE-2020-8554). */
public final class DenyServiceExternalIps implements AdmissionPlugin {
    public static final String NAME = "DenyServiceExternalIPs";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor("", "services")
                || request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        Set<String> added = externalIps(request.object().orElseThrow());
        request.oldObject().map(DenyServiceExternalIps::externalIps).ifPresent(added::removeAll);
        if (!added.isEmpty()) {
            throw request.forbidden("Use of external IPs is denied by admission control");
        }
    }

    private static Set<String> externalIps(ObjectNode service) {
        Set<String> addresses = new HashSet<>();
        service.at("/spec/externalIPs").forEach(address -> addresses.add(address.asText()));
        return addresses;
    }
}
