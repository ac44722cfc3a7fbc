package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bad objects of built-in kinds")
class BuiltInDetailsTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: 'v', nfs: {server: '', path: 'a'}}                | spec.volumes[0].nfs.server: Required value",
                "{name: 'v', nfs: {server: 's', path: 'a'}}               | spec.volumes[0].nfs.path: Invalid value: \"a\": must be an absolute path",
                "{name: 'v', gcePersistentDisk: {}}                       | spec.volumes[0].persistentDisk.pdName: Required value",
                "{name: 'v', iscsi: {targetPortal: 't', iqn: 'x', lun: 1}} | spec.volumes[0].iscsi.iqn: Invalid value: \"x\": must be valid format starting with iqn, eui, or naa",
                "{name: 'v', fc: {}}                                      | spec.volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both",
                "{name: 'v', csi: {driver: 'a.b', nodePublishSecretRef: {}}} | spec.volumes[0].csi.nodePublishSecretRef.name: Required value",
                "{name: 'v', ephemeral: {}}                               | spec.volumes[0].ephemeral.volumeClaimTemplate: Required value",
                "{name: 'v', projected: {sources: [{serviceAccountToken: {expirationSeconds: 10, path: 'p'}}]}} | spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes",
                "{name: 'v', image: {}}                                   | spec.volumes[0].image.reference: Required value",
            })
    @DisplayName("volumes of pods are refused in upstream's words")
    void volumes(String volume, String error) {
        assertThat(errors("", "v1", "Pod", "spec: {containers: [{name: 'c', image: 'i'}], volumes: [" + volume + "]}"))
                .contains(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources: {requests: {'example.com/gpu': '1'}}       | spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources",
                "resizePolicy: [{resourceName: 'cpu', restartPolicy: 'X'}] | spec.containers[0].resizePolicy: Unsupported value: \"X\": supported values: \"NotRequired\", \"RestartContainer\"",
                "readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 3} | spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 3: must not be set for readinessProbes",
                "securityContext: {seccompProfile: {type: 'Localhost'}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost",
            })
    @DisplayName("details of containers")
    void containers(String field, String error) {
        assertThat(errors("", "v1", "Pod", "spec: {containers: [{name: 'c', image: 'i', " + field + "}]}"))
                .contains(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoscaling | v2 | HorizontalPodAutoscaler | spec: {maxReplicas: 1, metrics: [{type: 'Foo'}]} | spec.metrics[0].type: Unsupported value: \"Foo\": supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"",
                "autoscaling | v2 | HorizontalPodAutoscaler | spec: {maxReplicas: 1, metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Value'}}}]} | spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization",
                "autoscaling | v2 | HorizontalPodAutoscaler | spec: {maxReplicas: 1, scaleTargetRef: {kind: 'Deployment', name: 'd'}} | spec.scaleTargetRef.apiVersion: Invalid value: \"\": apiVersion must specify API group",
                "''         | v1 | PersistentVolume | spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], local: {path: '/a'}} | spec.nodeAffinity: Required value: Local volume requires node affinity",
                "''         | v1 | PersistentVolume | spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b'}} | spec.csi.volumeHandle: Required value",
                "''         | v1 | ResourceQuota | spec: {hard: {foo: '1'}} | spec.hard[foo]: Invalid value: \"foo\": must be a standard resource for quota",
                "''         | v1 | ResourceQuota | spec: {hard: {cpu: '1'}, scopes: ['BestEffort']} | spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource",
                "storage.k8s.io | v1 | CSINode | spec: {drivers: [{name: 'a'}]} | spec.drivers[0].nodeID: Required value",
                "storage.k8s.io | v1 | VolumeAttachment | spec: {attacher: 'a', nodeName: 'n', source: {}} | spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName",
                "storage.k8s.io | v1 | VolumeAttributesClass | driverName: 'a.b' | parameters: Required value: must contain at least one key/value pair",
                "networking.k8s.io | v1 | Ingress | spec: {defaultBackend: {service: {name: 's'}}} | spec.defaultBackend: Required value: port name or number is required",
                "networking.k8s.io | v1 | IngressClass | spec: {} | spec.controller: Required value",
                "flowcontrol.apiserver.k8s.io | v1 | PriorityLevelConfiguration | spec: {type: 'Limited'} | spec.limited: Required value: must not be empty when type is Limited",
                "flowcontrol.apiserver.k8s.io | v1 | FlowSchema | spec: {priorityLevelConfiguration: {name: 'a'}, matchingPrecedence: 5, rules: [{}]} | spec.rules[0].subjects: Required value: subjects must contain at least one value",
                "resource.k8s.io | v1 | ResourceClaim | spec: {devices: {requests: [{name: 'a'}]}} | spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required",
                "resource.k8s.io | v1 | ResourceClaim | spec: {devices: {constraints: [{matchAttribute: 'b'}]}} | spec.devices.constraints[0].matchAttribute: Invalid value: \"b\": a fully qualified name must be a domain and a name separated by a slash",
                "resource.k8s.io | v1 | ResourceClaim | spec: {devices: {constraints: [{}]}} | spec.devices.constraints[0]: Required value: exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set",
                "resource.k8s.io | v1 | ResourceClaim | spec: {devices: {config: [{opaque: {driver: 'a.b', parameters: 'x'}}]}} | spec.devices.config[0].opaque.parameters: Invalid value: \"<value omitted>\": must be a valid JSON object",
                "resource.k8s.io | v1 | DeviceClass | spec: {extendedResourceName: 'x'} | spec.extendedResourceName: Invalid value: \"x\": must be a valid extended resource name",
                "resource.k8s.io | v1 | ResourceClaimTemplate | spec: {metadata: {name: 'x'}, spec: {}} | spec.metadata.name: Forbidden: cannot be set",
                "resource.k8s.io | v1 | ResourceSlice | spec: {driver: 'a.b', nodeName: 'n', pool: {name: 'p', resourceSliceCount: 1}, devices: [{name: 'd', attributes: {a: {version: '1.2'}}}]} | spec.devices[0].attributes[a].version: Invalid value: \"1.2\": must be a string compatible with semver.org spec 2.0.0",
                "resource.k8s.io | v1 | ResourceSlice | spec: {driver: 'a.b', nodeName: 'n', pool: {name: 'p', resourceSliceCount: 1}, devices: [{name: 'd', attributes: {a: {}}}]} | spec.devices[0].attributes[a]: Invalid value: \"\": exactly one value must be specified",
                "resource.k8s.io | v1 | ResourceSlice | spec: {driver: 'a.b', nodeName: 'n', pool: {name: 'p', resourceSliceCount: 1}, devices: [{name: 'd', taints: [{key: 'a', effect: 'Foo'}]}]} | spec.devices[0].taints[0].effect: Unsupported value: \"Foo\": supported values: \"NoExecute\", \"NoSchedule\", \"None\"",
                "resource.k8s.io | v1 | ResourceSlice | spec: {driver: 'a.b', nodeName: 'n', pool: {name: 'p', resourceSliceCount: 1}, devices: [{name: 'd', allNodes: true}]} | spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec",
                "storage.k8s.io | v1 | StorageClass | provisioner: 'a.b/c', allowedTopologies: [{matchLabelExpressions: [{key: 'a', values: ['a']}]}, {matchLabelExpressions: [{key: 'a', values: ['a']}]}] | allowedTopologies[1].matchLabelExpressions: Duplicate value: \"\"",
                "resource.k8s.io | v1 | ResourceSlice | spec: {driver: 'a.b', pool: {name: 'p', resourceSliceCount: 1}} | spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required",
                "certificates.k8s.io | v1 | CertificateSigningRequest | spec: {request: 'YQ==', usages: ['any']} | spec.signerName: Required value",
            })
    @DisplayName("other kinds are refused in upstream's words")
    void kinds(String group, String version, String kind, String body, String error) {
        assertThat(errors(group, version, kind, body)).contains(error);
    }

    private static List<String> errors(String group, String version, String kind, String body) {
        Resource resource = CATALOG.findKind(group, version, kind).orElseThrow();
        String apiVersion = group.isEmpty() ? version : group + "/" + version;
        ObjectNode object = Json.object("{apiVersion: '%s', kind: '%s', metadata: {name: 'x', namespace: 'ns'}, %s}"
                .formatted(apiVersion, kind, body));
        resource.applyDefaults(object);
        return resource.validate(object).stream().map(FieldError::toString).toList();
    }
}
