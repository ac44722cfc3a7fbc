package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Every pod runs under a service account, and is given the means to call the API with it. */
public final class ServiceAccountAdmission implements AdmissionPlugin {
    public static final String NAME = "ServiceAccount";

    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final String DEFAULT = "default";

    /** The default account of a new namespace may be about to appear. */
    private static final int DEFAULT_ATTEMPTS = 10;

    private final ObjectReader reader;
    private final Supplier<String> suffixes;
    private final Duration pause;

    /**
     * @param suffixes makes the last five letters of volume names
     * @param pause between two looks for a default account
     */
    public ServiceAccountAdmission(ObjectReader reader, Supplier<String> suffixes, Duration pause) {
        this.reader = requireNonNull(reader, "reader is null");
        this.suffixes = requireNonNull(suffixes, "suffixes is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!isNewPod(request) || isMirror(request.object().get())) {
            return;
        }
        ObjectNode spec = request.object().get().withObject("/spec");
        if (spec.path("serviceAccountName").asText().isEmpty()) {
            spec.put("serviceAccountName", DEFAULT);
        }
        ObjectNode account = require(request, spec.get("serviceAccountName").asText());
        // The deprecated field mirrors the other on the wire.
        spec.put("serviceAccount", spec.get("serviceAccountName").asText());
        if (automounts(account, spec)) {
            TokenVolume.mount(spec, suffixes);
        }
        ArrayNode pullSecrets = spec.withArray("/imagePullSecrets");
        if (pullSecrets.isEmpty()) {
            account.path("imagePullSecrets").forEach(secret -> pullSecrets
                    .addObject()
                    .put("name", secret.path("name").asText()));
        }
        if (pullSecrets.isEmpty()) {
            spec.remove("imagePullSecrets");
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!isNewPod(request)) {
            return;
        }
        ObjectNode pod = request.object().get();
        if (isMirror(pod)) {
            validateMirror(request, pod);
            return;
        }
        String name = pod.at("/spec/serviceAccountName").asText();
        if (name.isEmpty()) {
            throw request.forbidden(
                    "no service account specified for pod %s/%s".formatted(request.namespace(), request.name()));
        }
        ObjectNode account = require(request, name);
        if (account.path("metadata")
                .path("annotations")
                .path("kubernetes.io/enforce-mountable-secrets")
                .asText()
                .equals("true")) {
            MountableSecrets.violation(account, pod).ifPresent(why -> {
                throw request.forbidden(why);
            });
        }
    }

    private static boolean isNewPod(AdmissionRequest request) {
        return request.operation() == Operation.CREATE
                && request.isFor("", "pods")
                && request.object().isPresent();
    }

    private static boolean isMirror(ObjectNode pod) {
        return pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
    }

    private static void validateMirror(AdmissionRequest request, ObjectNode pod) {
        if (!pod.at("/spec/serviceAccountName").asText().isEmpty()) {
            throw request.forbidden("a mirror pod may not reference service accounts");
        }
        if (MountableSecrets.hasAny(pod)) {
            throw request.forbidden("a mirror pod may not reference secrets");
        }
        for (JsonNode volume : pod.at("/spec/volumes")) {
            for (JsonNode source : volume.at("/projected/sources")) {
                if (source.has("serviceAccountToken")) {
                    throw request.forbidden("a mirror pod may not use ServiceAccountToken volume projections");
                }
            }
        }
    }

    private static boolean automounts(ObjectNode account, ObjectNode spec) {
        return spec.path("automountServiceAccountToken")
                .asBoolean(account.path("automountServiceAccountToken").asBoolean(true));
    }

    private ObjectNode require(AdmissionRequest request, String name) {
        return find(request.namespace(), name)
                .orElseThrow(() ->
                        request.forbidden("error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                .formatted(request.namespace(), name, name)));
    }

    private Optional<ObjectNode> find(String namespace, String name) {
        Optional<ObjectNode> account = reader.get(ACCOUNTS, namespace, name);
        int attempts = name.equals(DEFAULT) ? DEFAULT_ATTEMPTS : 1;
        for (int i = 0; account.isEmpty() && i < attempts; i++) {
            if (i > 0 && !slept()) {
                return Optional.empty();
            }
            account = reader.getLatest(ACCOUNTS, namespace, name);
        }
        return account;
    }

    private boolean slept() {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
