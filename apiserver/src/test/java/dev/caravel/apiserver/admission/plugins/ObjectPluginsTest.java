package dev.caravel.apiserver.admission.plugins;

import static dev.caravel.apiserver.admission.Writes.create;
import static dev.caravel.apiserver.admission.Writes.update;
import static dev.caravel.apiserver.admission.Writes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.admission.plugins.certificates.SignerPermission;
import dev.caravel.apiserver.admission.plugins.storage.StorageProtection;
import dev.caravel.apiserver.admission.plugins.storage.VolumeClaimResize;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Plugins for other objects")
class ObjectPluginsTest {
    private static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");

    private final InMemoryObjects objects = new InMemoryObjects();

    @Test
    @DisplayName("DenyServiceExternalIPs lets nobody add one, and everybody keep theirs")
    void externalIps() {
        DenyServiceExternalIps plugin = new DenyServiceExternalIps();
        String one = "{spec: {externalIPs: ['192.0.2.1']}}";
        String two = "{spec: {externalIPs: ['192.0.2.1', '192.0.2.2']}}";

        assertThatCode(() -> plugin.validate(update("services", "", one, two))).doesNotThrowAnyException();
        assertThatThrownBy(() -> plugin.validate(update("services", "", two, one)))
                .hasMessage("services \"x\" is forbidden: Use of external IPs is denied by admission control");
    }

    @Test
    @DisplayName("PersistentVolumeClaimResize lets only bound claims of a willing class grow")
    void resize() {
        objects.create(
                new GroupResource("storage.k8s.io", "storageclasses"),
                "",
                Json.object("{metadata: {name: 'soft'}, allowVolumeExpansion: true}"));
        VolumeClaimResize plugin = new VolumeClaimResize(objects);

        assertThatCode(() -> plugin.validate(grow("soft", "Bound"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> plugin.validate(grow("soft", "Pending")))
                .hasMessageContaining("Only bound persistent volume claims can be expanded");
        assertThatThrownBy(() -> plugin.validate(grow("hard", "Bound")))
                .hasMessageContaining("only dynamically provisioned pvc can be resized and the storageclass that"
                        + " provisions the pvc must support resize");
    }

    private static AdmissionRequest grow(String storageClass, String phase) {
        String claim =
                "{spec: {storageClassName: '%s', resources: {requests: {storage: '%s'}}}, status: {phase: '%s'}}";
        return update(
                "persistentvolumeclaims",
                "",
                claim.formatted(storageClass, "2Gi", phase),
                claim.formatted(storageClass, "1Gi", phase));
    }

    @Test
    @DisplayName("StorageObjectInUseProtection puts its finalizer on, once")
    void protection() {
        AdmissionRequest request =
                create("persistentvolumeclaims", "{metadata: {finalizers: ['kubernetes.io/pvc-protection']}}");
        new StorageProtection().mutate(request);
        assertThat(request.object().orElseThrow().at("/metadata/finalizers"))
                .isEqualTo(Json.tree("['kubernetes.io/pvc-protection']"));

        AdmissionRequest volume = create("persistentvolumes", "{}");
        new StorageProtection().mutate(volume);
        assertThat(volume.object().orElseThrow().at("/metadata/finalizers"))
                .isEqualTo(Json.tree("['kubernetes.io/pv-protection']"));
    }

    @Test
    @DisplayName("CertificateApproval asks whether the user may approve for the signer, or for all of its domain")
    void approval() {
        AdmissionRequest request = write(
                Operation.UPDATE,
                REQUESTS,
                "approval",
                Json.object("{}"),
                Json.object("{spec: {signerName: 'example.com/mine'}}"));

        assertThatCode(() -> approval("example.com/*").validate(request)).doesNotThrowAnyException();
        assertThatCode(() -> approval("example.com/mine").validate(request)).doesNotThrowAnyException();
        assertThatThrownBy(() -> approval("other.com/mine").validate(request))
                .hasMessage("certificatesigningrequests.certificates.k8s.io \"x\" is forbidden: user not permitted to"
                        + " approve requests with signerName \"example.com/mine\"");
    }

    private static SignerPermission approval(String allowed) {
        return new SignerPermission(
                SignerPermission.Act.APPROVE,
                attributes -> attributes.resource().equals("signers")
                                && attributes.verb().equals("approve")
                                && attributes.name().equals(allowed)
                        ? new Authorizer.Decision(Authorizer.Verdict.ALLOW, "")
                        : Authorizer.NO_OPINION);
    }

    @Test
    @DisplayName("OwnerReferencesPermissionEnforcement wants rights on the object and on an owner that is blocked")
    void owners() {
        String owned = "{metadata: {ownerReferences: [{apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u',"
                + " blockOwnerDeletion: true}]}}";

        assertThatThrownBy(() -> owners(Set.of()).validate(update("configmaps", "", owned, "{metadata: {}}")))
                .hasMessageContaining("cannot set an ownerRef on a resource you can't delete: , <nil>");
        assertThatThrownBy(() -> owners(Set.of()).validate(create("configmaps", owned)))
                .hasMessageContaining(
                        "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't"
                                + " set finalizers on: , <nil>");
        assertThatCode(() -> owners(Set.of("update replicasets/finalizers")).validate(create("configmaps", owned)))
                .doesNotThrowAnyException();
        assertThatCode(() -> owners(Set.of()).validate(update("configmaps", "", owned, owned)))
                .doesNotThrowAnyException();
    }

    private static OwnerReferencesPermission owners(Set<String> allowed) {
        return new OwnerReferencesPermission(
                attributes -> allowed.contains(attributes.verb() + " " + attributes.resourcePath())
                        ? new Authorizer.Decision(Authorizer.Verdict.ALLOW, "")
                        : Authorizer.NO_OPINION,
                Writes.catalog());
    }

    @Test
    @DisplayName("EventRateLimit refuses what comes beyond the burst, for each bucket of its own")
    void events() {
        EventRateLimit plugin = new EventRateLimit(
                Json.tree("{limits: [{type: 'SourceAndObject', qps: 1, burst: 2}]}"), () -> Instant.EPOCH);
        String event = "{source: {component: 'c'}, involvedObject: {name: '%s'}}";

        plugin.validate(create("events", event.formatted("a")));
        plugin.validate(create("events", event.formatted("a")));
        assertThatThrownBy(() -> plugin.validate(create("events", event.formatted("a"))))
                .hasMessage("Too many requests: limit reached on type SourceAndObject for key ca");
        assertThatCode(() -> plugin.validate(create("events", event.formatted("b"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        new EventRateLimit(Json.tree("{limits: [{type: 'Server', qps: 0}]}"), () -> Instant.EPOCH))
                .hasMessage("limits.qps: Invalid value: 0: must be positive");
    }

    @Test
    @DisplayName("AlwaysDeny denies, and NamespaceExists wants the namespace to be there")
    void simple() {
        assertThatThrownBy(() -> new AlwaysDeny().mutate(create("pods", "{}")))
                .hasMessage("pods \"x\" is forbidden: admission control is denying all modifications");
        assertThatThrownBy(() -> new NamespaceExists(objects).validate(create("pods", "{}")))
                .hasMessage("namespaces \"ns\" not found");
    }
}
