package dev.caravel.apiserver.admission.plugins.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("NodeRestriction")
class NodeRestrictionTest {
    private static final UserInfo NODE = UserInfo.of("system:node:n1", "system:nodes");

    /** PEM, in base64: for CN=x. */
    private static final String SIGNING_REQUEST =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISE1HNENBUUF3RERFS01BZ0dBMVVFQXd3QmVEQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCRmx1VjZQOHdyeVNORldNdzlvc1Mra3g1WHBVRjM3NXNtNFBJZFpSU1pMYmtIRjBVcXY0YzVMY0IrUlY3TWxWCmxqb1RyVkYyQ0tPUDFIOVBtNFpyQkxlZ0FEQUtCZ2dxaGtqT1BRUURBZ05KQURCR0FpRUFxSnlUQnZocmxzTGYKdDlGRWZUYitad3Zvdldibitla2ZjSGpPekh6c0FWNENJUURlSlJSZmFsaFZScHNPUUtieGdDb2d1b0dBM1JKTgpDM0plUlFBdHNzTkRSZz09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    private final InMemoryObjects objects = new InMemoryObjects();
    private final List<Attributes> asked = new ArrayList<>();
    private Decision decision = Authorizer.NO_OPINION;
    private final NodeRestriction restriction = new NodeRestriction(objects, attributes -> {
        asked.add(attributes);
        return decision;
    });

    @BeforeEach
    void store() {
        put("nodes", "", "{metadata: {name: 'n1', uid: 'node-1'}}");
        put(
                "pods",
                "ns",
                "{metadata: {name: 'mine', namespace: 'ns', uid: 'pod-1'}, spec: {nodeName: 'n1', volumes: %s}}"
                        .formatted("""
                        [{name: 't', projected: {sources: [{serviceAccountToken: {audience: 'vault'}}, {serviceAccountToken: {}}]}},
                         {name: 'c', csi: {driver: 'inline.example.com'}},
                         {name: 'p', persistentVolumeClaim: {claimName: 'data'}},
                         {name: 'e', ephemeral: {volumeClaimTemplate: {}}},
                         {name: 'd', azureDisk: {}}]"""));
        put("pods", "ns", "{metadata: {name: 'bare', namespace: 'ns', uid: 'pod-3'}, spec: {nodeName: 'n1'}}");
        put("pods", "ns", "{metadata: {name: 'theirs', namespace: 'ns', uid: 'pod-2'}, spec: {nodeName: 'n2'}}");
        put("persistentvolumeclaims", "ns", "{metadata: {name: 'data'}, spec: {volumeName: 'v1'}}");
        put("persistentvolumeclaims", "ns", "{metadata: {name: 'mine-e'}, spec: {volumeName: 'v2'}}");
        put("persistentvolumes", "", "{metadata: {name: 'v1'}, spec: {csi: {driver: 'claimed.example.com'}}}");
        put("persistentvolumes", "", "{metadata: {name: 'v2'}, spec: {awsElasticBlockStore: {}}}");
        driver("inline.example.com", "inline");
        driver("claimed.example.com", "claimed");
        driver("ebs.csi.aws.com", "ebs");
        driver("disk.csi.azure.com", "disk");
    }

    private void put(String resource, String namespace, String object) {
        objects.create(new GroupResource("", resource), namespace, Json.object(object));
    }

    private void driver(String name, String audience) {
        objects.create(
                new GroupResource("storage.k8s.io", "csidrivers"),
                "",
                Json.object("{metadata: {name: '%s'}, spec: {tokenRequests: [{audience: '%s'}]}}"
                        .formatted(name, audience)));
    }

    private AdmissionRequest request(
            UserInfo user,
            Operation operation,
            String path,
            String namespace,
            String name,
            Optional<ObjectNode> object,
            Optional<ObjectNode> old) {
        String resource = path.split("/")[0];
        int dot = resource.indexOf('.');
        GroupResource id = dot < 0
                ? new GroupResource("", resource)
                : new GroupResource(resource.substring(dot + 1), resource.substring(0, dot));
        return new AdmissionRequest(
                operation,
                Writes.catalog().find(id).orElseThrow(),
                path.contains("/") ? path.split("/")[1] : "",
                namespace,
                name,
                object,
                old,
                user,
                false,
                _ -> {});
    }

    private void check(AdmissionRequest request, String message) {
        Runnable admission = () -> {
            if (request.operation() != Operation.DELETE) {
                restriction.mutate(request);
            }
            restriction.validate(request);
        };
        if (message == null) {
            assertThatCode(admission::run).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(admission::run).hasMessage(message);
        }
    }

    private void create(String path, String namespace, String name, String object, String message) {
        check(
                request(
                        NODE,
                        Operation.CREATE,
                        path,
                        namespace,
                        name,
                        Optional.of(Json.object(object)),
                        Optional.empty()),
                message);
    }

    private void update(String path, String name, String old, String object, String message) {
        check(
                request(
                        NODE,
                        Operation.UPDATE,
                        path,
                        "ns",
                        name,
                        Optional.of(Json.object(object)),
                        Optional.of(Json.object(old))),
                message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metadata: {OWNED}, spec: {nodeName: 'n1'} |",
                "metadata: {}, spec: {nodeName: 'n1'} | pod does not have \"kubernetes.io/config.mirror\" annotation, node \"n1\" can only create mirror pods",
                "metadata: {OWNED}, spec: {nodeName: 'n2'} | node \"n1\" can only create pods with spec.nodeName set to itself",
                "metadata: {MIRROR}, spec: {nodeName: 'n1'} | node \"n1\" can only create pods with an owner reference set to itself",
                "metadata: {MIRROR, ownerReferences: [{}, {}]}, spec: {nodeName: 'n1'} | node \"n1\" can only create pods with a single owner reference set to itself",
                "metadata: {MIRROR, ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n2', controller: true}]}, spec: {nodeName: 'n1'} | node \"n1\" can only create pods with an owner reference set to itself",
                "metadata: {MIRROR, ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n1'}]}, spec: {nodeName: 'n1'} | node \"n1\" can only create pods with a controller owner reference set to itself",
                "metadata: {MIRROR, ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n1', controller: true, blockOwnerDeletion: true}]}, spec: {nodeName: 'n1'} | node \"n1\" must not set blockOwnerDeletion on an owner reference",
                "metadata: {MIRROR, ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n1', controller: true, uid: 'old'}]}, spec: {nodeName: 'n1'} | node n1 UID mismatch: expected old got node-1",
                "metadata: {OWNED}, spec: {nodeName: 'n1', serviceAccountName: 'a'} | node \"n1\" can not create pods that reference serviceaccounts",
                "metadata: {OWNED}, spec: {nodeName: 'n1', imagePullSecrets: [{name: 's'}]} | node \"n1\" can not create pods that reference secrets",
                "metadata: {OWNED}, spec: {nodeName: 'n1', containers: [{env: [{valueFrom: {configMapKeyRef: {name: 'c'}}}]}]} | node \"n1\" can not create pods that reference configmaps",
                "metadata: {OWNED}, spec: {nodeName: 'n1', resourceClaims: [{name: 'c'}]} | node \"n1\" can not create pods that reference resourceclaims",
                "metadata: {OWNED}, spec: {nodeName: 'n1', volumes: [{csi: {}}]} | node \"n1\" can not create pods that reference csidrivers (via CSI volumes)",
                "metadata: {OWNED}, spec: {nodeName: 'n1', volumes: [{persistentVolumeClaim: {}}]} | node \"n1\" can not create pods that reference persistentvolumeclaims",
                "metadata: {OWNED}, spec: {nodeName: 'n1', volumes: [{hostPath: {}}, {projected: {sources: [{downwardAPI: {}}, {serviceAccountToken: {}}]}}]} | node \"n1\" can not create pods that reference serviceaccounts (via projected volumes)",
            })
    @DisplayName("lets a node create mirror pods that it owns and that reach for nothing")
    void mirrorPods(String pod, String message) {
        String mirror = "annotations: {'kubernetes.io/config.mirror': 'x'}";
        String owned = mirror
                + ", ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'node-1', controller: true}]";

        create(
                "pods",
                "ns",
                "p",
                '{' + pod.replace("OWNED", owned).replace("MIRROR", mirror) + '}',
                message == null ? null : "pods \"p\" is forbidden: " + message);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE | pods/eviction | mine   |",
                "CREATE | pods/eviction | theirs | pods \"theirs\" is forbidden: node n1 can only evict pods with spec.nodeName set to itself",
                "CREATE | pods/eviction | gone   | pod \"gone\" not found",
                "CREATE | pods/binding  | mine   | pods \"mine\" is forbidden: unexpected pod subresource \"binding\", only 'status' and 'eviction' are allowed",
                "DELETE | pods          | mine   |",
                "DELETE | pods          | theirs | pods \"theirs\" is forbidden: node \"n1\" can only delete pods with spec.nodeName set to itself",
                "UPDATE | pods          | mine   | pods \"mine\" is forbidden: unexpected operation \"UPDATE\", node \"n1\" can only create and delete mirror pods",
            })
    @DisplayName("lets a node evict and delete the pods that are bound to it")
    void ownPods(Operation operation, String path, String name, String message) {
        check(
                request(
                        NODE,
                        operation,
                        path,
                        "ns",
                        name,
                        Optional.of(Json.object("{}")),
                        Optional.of(Json.object("{}"))),
                message);
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{spec: {nodeName: 'n1'}} | {spec: {nodeName: 'n1'}, status: {phase: 'Running'}} |",
                "{spec: {nodeName: 'n2'}} | {spec: {nodeName: 'n1'}} | node \"n1\" can only update pod status for pods with spec.nodeName set to itself",
                "{spec: {nodeName: 'n1'}} | {metadata: {labels: {a: 'b'}}} | node \"n1\" cannot update labels through pod status",
                "{spec: {nodeName: 'n1'}} | {status: {resourceClaimStatuses: [{name: 'a'}]}} | node \"n1\" cannot update resource claim statues",
                "{spec: {nodeName: 'n1'}} | {status: {extendedResourceClaimStatus: {resourceClaimName: 'a'}}} | node \"n1\" cannot update extended resource claim status",
            })
    @DisplayName("lets a node report on the pods that are bound to it, and nothing that grants")
    void podStatus(String old, String now, String message) {
        update("pods/status", "p", old, now, message == null ? null : "pods \"p\" is forbidden: " + message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'mine', uid: 'pod-1'} |",
                "audiences: ['vault'], BOUND |",
                "audiences: ['inline'], BOUND |",
                "audiences: ['claimed'], BOUND |",
                "audiences: ['ebs'], BOUND |",
                "audiences: ['disk'], BOUND |",
                "audiences: ['other'], BOUND | audience \"other\" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience",
                "audiences: ['vault', 'ebs'], BOUND | node may only request 0 or 1 audiences",
                "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'bare', uid: 'pod-3'} | audience \"\" not found in pod spec volume, system:node:n1 is not authorized to request tokens for this audience",
                "audiences: [] | node requested token not bound to a pod",
                "boundObjectRef: {apiVersion: 'v1', kind: 'Secret', name: 's'} | node requested token not bound to a pod",
                "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'mine'} | node requested token with a pod binding without a uid",
                "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'mine', uid: 'x'} | the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated",
                "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'theirs', uid: 'pod-2'} | node requested token bound to a pod scheduled on a different node",
            })
    @DisplayName("lets a node ask for tokens of its pods, for whom they talk to")
    void tokens(String spec, String message) {
        String bound = "boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'mine', uid: 'pod-1'}";

        create(
                "serviceaccounts/token",
                "ns",
                "default",
                "{spec: {%s}}".formatted(spec.replace("BOUND", bound)),
                message == null ? null : "serviceaccounts \"default\" is forbidden: " + message);
    }

    @Test
    @DisplayName("lets a node ask for tokens for an audience that it was granted")
    void grantedAudience() {
        decision = new Decision(Verdict.ALLOW, "");

        create(
                "serviceaccounts/token",
                "ns",
                "default",
                "{spec: {audiences: ['registry'], boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'bare', uid: 'pod-3'}}}",
                null);

        assertThat(asked).singleElement().satisfies(attributes -> {
            assertThat(attributes.verb()).isEqualTo("request-serviceaccounts-token-audience");
            assertThat(attributes.resource()).isEqualTo("registry");
            assertThat(attributes.namespace()).isEqualTo("ns");
            assertThat(attributes.name()).isEqualTo("default");
        });
    }

    @Test
    @DisplayName("says what it could not find when an audience may be that of a claim which is not there")
    void missingClaim() {
        put(
                "pods",
                "ns",
                "{metadata: {name: 'q', namespace: 'ns', uid: 'q'}, spec: {nodeName: 'n1', volumes: [{persistentVolumeClaim: {claimName: 'gone'}}]}}");

        create(
                "serviceaccounts/token",
                "ns",
                "default",
                "{spec: {audiences: ['a'], boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: 'q', uid: 'q'}}}",
                "serviceaccounts \"default\" is forbidden: error validating audience \"a\": persistentvolumeclaim \"gone\" not found");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nodes | n1 | {metadata: {labels: {'kubernetes.io/hostname': 'n1', 'example.com/a': 'b', 'node.kubernetes.io/x': 'y'}}} |",
                "nodes | n2 | {} | nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"",
                "nodes | n1 | {metadata: {labels: {'node-restriction.kubernetes.io/a': 'b'}}} | nodes \"n1\" is forbidden: node \"n1\" is not allowed to set the following labels: node-restriction.kubernetes.io/a",
                "nodes | n1 | {metadata: {labels: {'node-role.kubernetes.io/master': ''}}} | nodes \"n1\" is forbidden: node \"n1\" is not allowed to set the following labels: node-role.kubernetes.io/master",
                "nodes | n1 | {spec: {configSource: {}}} | nodes \"n1\" is forbidden: node \"n1\" is not allowed to create pods with a non-nil configSource",
                "csinodes.storage.k8s.io | n1 | {} |",
                "csinodes.storage.k8s.io | n2 | {} | csinodes.storage.k8s.io \"n2\" is forbidden: can only access CSINode with the same name as the requesting node",
                "resourceslices.resource.k8s.io | s | {spec: {nodeName: 'n1'}} |",
                "resourceslices.resource.k8s.io | s | {spec: {allNodes: true}} | resourceslices.resource.k8s.io \"s\" is forbidden: can only create ResourceSlice with the same NodeName as the requesting node",
                "certificatesigningrequests.certificates.k8s.io | c | {spec: {signerName: 'example.com/any', request: ''}} |",
                "certificatesigningrequests.certificates.k8s.io | c | {spec: {signerName: 'kubernetes.io/kubelet-serving', request: 'REQUEST'}} | certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: can only create a node CSR with CN=system:node:n1",
                "certificatesigningrequests.certificates.k8s.io | c | {spec: {signerName: 'kubernetes.io/kube-apiserver-client-kubelet', request: ''}} | certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: unable to parse csr: PEM block type must be CERTIFICATE REQUEST",
                "configmaps | c | {} |",
            })
    @DisplayName("lets a node create what is its own")
    void ownObjects(String path, String name, String object, String message) {
        create(path, "", name, object.replace("REQUEST", SIGNING_REQUEST), message);
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{metadata: {labels: {'kubernetes.io/os': 'a'}}} | {metadata: {labels: {'kubernetes.io/os': 'b'}}, spec: {taints: []}} |",
                "{} | {spec: {taints: [{key: 'a'}]}} | node \"n1\" is not allowed to modify taints",
                "{} | {metadata: {ownerReferences: [{name: 'a'}]}} | node \"n1\" is not allowed to modify ownerReferences",
                "{spec: {configSource: {}}} | {spec: {configSource: {configMap: {}}}} | node \"n1\" is not allowed to update configSource to a new non-nil configSource",
                "{metadata: {labels: {'a.k8s.io/b': 'c', 'k8s.io/d': 'e'}}} | {} | is not allowed to modify labels: a.k8s.io/b, k8s.io/d",
            })
    @DisplayName("lets a node change its own Node, save what steers pods")
    void ownNode(String old, String now, String message) {
        update("nodes", "n1", old, now, message == null ? null : "nodes \"n1\" is forbidden: " + message);
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{metadata: {resourceVersion: '1'}} | {metadata: {}, status: {capacity: {storage: '1'}, conditions: [{type: 'Resizing'}], allocatedResources: {storage: '2'}}} |",
                "{status: {phase: 'Bound'}} | {status: {phase: 'Lost'}} | status.phase",
                "{} | {metadata: {labels: {a: 'b'}}} | metadata.labels",
            })
    @DisplayName("lets a node tell how the resizing of a claim goes, and nothing else of it")
    void claimStatus(String old, String now, String fields) {
        update(
                "persistentvolumeclaims/status",
                "c",
                old,
                now,
                fields == null
                        ? null
                        : "persistentvolumeclaims \"c\" is forbidden: node \"n1\" is not allowed to update fields other than status.quantity and status.conditions: "
                                + fields);
    }

    @ParameterizedTest(name = "{0}/{1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kube-node-lease | n1 |",
                "kube-node-lease | n2 | leases.coordination.k8s.io \"n2\" is forbidden: can only access node lease with the same name as the requesting node",
                "ns | n1 | leases.coordination.k8s.io \"n1\" is forbidden: can only access leases in the \"kube-node-lease\" system namespace",
            })
    @DisplayName("lets a node hold its own lease")
    void leases(String namespace, String name, String message) {
        create("leases.coordination.k8s.io", namespace, name, "{}", message);
    }

    @Test
    @DisplayName("refuses nodes that do not say which they are, and leaves all others alone")
    void identities() {
        UserInfo unknown = UserInfo.of("system:node:", "system:nodes");
        UserInfo jane = UserInfo.of("jane", "system:nodes");

        check(
                request(unknown, Operation.CREATE, "configmaps", "ns", "c", Optional.empty(), Optional.empty()),
                "configmaps \"c\" is forbidden: could not determine node from user \"system:node:\"");
        check(request(jane, Operation.CREATE, "nodes", "", "n2", Optional.empty(), Optional.empty()), null);
    }
}
