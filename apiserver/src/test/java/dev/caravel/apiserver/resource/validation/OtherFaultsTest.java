package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bad objects of networking, storage and certificates are refused in upstream's words:")
class OtherFaultsTest {
    private static List<String> errors(String group, String kind, String body) {
        return BadObjects.errors(group, "v1", kind, body);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: 'ClusterIP', ports: [{port: 80, nodePort: 30000}] | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
                "type: 'ExternalName', externalName: 'a.b', clusterIP: '10.0.0.1' | spec.clusterIPs: Forbidden: may not be set for ExternalName services",
                "type: 'NodePort', clusterIP: 'None', ports: [{port: 80}] | spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services",
                "ports: [{port: 80}], loadBalancerSourceRanges: ['10.0.0.0/8'] | spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
                "type: 'LoadBalancer', ports: [{port: 80}], loadBalancerSourceRanges: ['x'] | spec.LoadBalancerSourceRanges[0]: Invalid value: \"x\": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
                "ports: [{port: 80}], loadBalancerClass: 'a' | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
                "ports: [{port: 80}], allocateLoadBalancerNodePorts: false | spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
                "ports: [{port: 80}], externalTrafficPolicy: 'Local' | spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services",
                "ports: [{port: 80}], healthCheckNodePort: 30000 | spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
                "ports: [{port: 80}], sessionAffinity: 'ClientIP', sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}} | spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400",
                "ports: [{port: 80}], trafficDistribution: 'Far' | spec.trafficDistribution: Unsupported value: \"Far\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"",
                "ports: [{port: 80}], ipFamilyPolicy: 'Foo' | spec.ipFamilyPolicy: Unsupported value: \"Foo\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"",
            })
    @DisplayName("fields of a Service that do not go with its type")
    void services(String spec, String error) {
        assertThat(errors("", "Service", "spec: {" + spec + "}")).containsExactly(error);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: 'LoadBalancer', ports: [{port: 80, nodePort: 30000}], loadBalancerSourceRanges: [' 10.0.0.0/8 '], loadBalancerClass: 'a.b/C', externalTrafficPolicy: 'Local', healthCheckNodePort: 30001, allocateLoadBalancerNodePorts: true",
                "type: 'NodePort', ports: [{port: 80, nodePort: 30000}], externalTrafficPolicy: 'Cluster'",
                "clusterIP: 'None'",
                "type: 'ExternalName', externalName: 'a.b'",
                "ports: [{port: 80}], externalIPs: ['192.0.2.1'], externalTrafficPolicy: 'Local'",
            })
    @DisplayName("no Service whose fields go with its type")
    void goodServices(String spec) {
        assertThat(errors("", "Service", "spec: {" + spec + "}")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "networking.k8s.io | NetworkPolicy | spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: '10.0.0.0/8', except: ['11.0.0.0/16']}}]}]} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`",
                "networking.k8s.io | NetworkPolicy | spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.0.0.0/8']}}]}]} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`",
                "networking.k8s.io | NetworkPolicy | spec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: '10.0.0.0/8', except: ['fd00::/16']}}]}]} | spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"fd00::/16\": must be a strict subset of `cidr`",
                "networking.k8s.io | Ingress | spec: {defaultBackend: {}} | spec.defaultBackend: Invalid value: \"\": resource or service backend is required",
                "networking.k8s.io | IngressClass | spec: {controller: 'a.b/c', parameters: {kind: 'a/b', name: 'c', scope: 'Cluster'}} | spec.parameters.kind: Invalid value: \"a/b\": may not contain '/'",
                "discovery.k8s.io | EndpointSlice | addressType: 'IPv4', endpoints: [{addresses: ['fd00::1']}] | endpoints[0].addresses: Invalid value: \"fd00::1\": must be an IPv4 address",
                "discovery.k8s.io | EndpointSlice | addressType: 'IPv6', endpoints: [{addresses: ['10.0.0.1']}] | endpoints[0].addresses: Invalid value: \"10.0.0.1\": must be an IPv6 address",
                "discovery.k8s.io | EndpointSlice | addressType: 'IPv4', endpoints: [{addresses: ['10.0.0.1'], hints: {forZones: [{name: 'a'}, {name: 'a'}]}}] | endpoints[0].hints.forZones[1].name: Duplicate value: \"a\"",
                "node.k8s.io | RuntimeClass | handler: 'a', overhead: {podFixed: {cpu: '-1'}} | overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0",
                "storage.k8s.io | VolumeAttachment | spec: {attacher: 'a', nodeName: 'n', source: {inlineVolumeSpec: {csi: {driver: 'd', volumeHandle: 'h'}}}} | spec.source.inlineVolumeSpec.accessModes: Required value",
                "storage.k8s.io | VolumeAttachment | spec: {attacher: 'a', nodeName: 'n', source: {inlineVolumeSpec: {accessModes: ['ReadWriteOnce'], volumeMode: 'Block', csi: {driver: 'd', volumeHandle: 'h'}}}} | spec.source.inlineVolumeSpec.volumeMode: Forbidden: may not specify volumeMode other than Filesystem in the context of inline volumes",
                "storage.k8s.io | VolumeAttachment | spec: {attacher: 'a', nodeName: 'n', source: {inlineVolumeSpec: {accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Delete', csi: {driver: 'd', volumeHandle: 'h'}}}} | spec.source.inlineVolumeSpec.persistentVolumeReclaimPolicy: Forbidden: may only be Retain in the context of inline volumes",
            })
    @DisplayName("other kinds")
    void others(String group, String kind, String body, String error) {
        assertThat(errors(group, kind, body)).containsExactly(error);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "signerName: 'kubernetes.io/legacy-unknown', usages: ['any'] | spec.signerName: Invalid value: \"kubernetes.io/legacy-unknown\": the legacy signerName is not allowed via this API version",
                "signerName: 'a.com/B_ c/', usages: ['any'] | spec.signerName: Invalid value: \"a.com/B_ c/\": must be a fully qualified domain and path of the form 'example.com/signer-name'",
                "signerName: 'a.com/b', usages: ['any', 'any'] | spec.usages[1]: Duplicate value: \"any\"",
            })
    @DisplayName("certificate signing requests")
    void signingRequests(String spec, String error) {
        assertThat(errors("certificates.k8s.io", "CertificateSigningRequest", "spec: {request: 'YQ==', " + spec + "}"))
                .contains(error);
    }

    @Test
    @DisplayName("no volume that is attached inline")
    void inlineVolume() {
        assertThat(
                        errors(
                                "storage.k8s.io",
                                "VolumeAttachment",
                                "spec: {attacher: 'a', nodeName: 'n', source: {inlineVolumeSpec: {accessModes: ['ReadWriteOnce'], csi: {driver: 'd', volumeHandle: 'h'}}}}"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"*.example.com | true", "a.example.com | true", "*.a.* | false", "* | false", "*a.com | false"})
    @DisplayName("hosts of an Ingress with an asterisk elsewhere than in the first place")
    void wildcards(String host, boolean good) {
        List<String> errors = errors(
                "networking.k8s.io",
                "Ingress",
                "spec: {rules: [{host: '%s'}], tls: [{hosts: ['%s']}]}".formatted(host, host));

        assertThat(errors.isEmpty()).isEqualTo(good);
    }

    @Test
    @DisplayName("no further than anybody would read on")
    void manyErrors() {
        String scopes = String.join(", ", Collections.nCopies(2_000, "'scope'"));

        List<String> errors = errors("", "ResourceQuota", "spec: {scopes: [" + scopes + "]}");

        assertThat(errors.stream().mapToLong(String::length).sum()).isLessThan(2 << 20);
        assertThat(errors)
                .last()
                .isEqualTo("spec.scopes: Forbidden: too many errors; the rest of the object was not checked");
    }
}
