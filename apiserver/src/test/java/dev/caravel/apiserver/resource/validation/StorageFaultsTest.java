package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault each; the errors are those that kube-apiserver v1.36 tells of the same objects. */
@DisplayName("Storage is refused")
class StorageFaultsTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("persistent volumes")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                spec: {accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}} | spec.capacity: Required value
                spec: {capacity: {storage: '0'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}} | spec.capacity[storage]: Invalid value: "0": must be greater than zero
                spec: {capacity: {foo: '1'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}} | spec.capacity: Unsupported value: {"foo":"1"}: supported values: "storage"
                spec: {capacity: {storage: '1Gi'}, hostPath: {path: '/a'}} | spec.accessModes: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['Foo'], hostPath: {path: '/a'}} | spec.accessModes: Unsupported value: "Foo": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'], hostPath: {path: '/a'}} | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce']} | spec: Required value: must specify a volume type
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {}} | spec.hostPath.path: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a/../b'}} | spec.hostPath.path: Invalid value: "/a/../b": must not contain '..'
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a', type: 'Foo'}} | spec.hostPath.type: Unsupported value: "Foo": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, persistentVolumeReclaimPolicy: 'Foo'} | spec.persistentVolumeReclaimPolicy: Unsupported value: "Foo": supported values: "Delete", "Recycle", "Retain"
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, volumeMode: 'Foo'} | spec.volumeMode: Unsupported value: "Foo": supported values: "Block", "Filesystem"
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, volumeAttributesClassName: ''} | spec.volumeAttributesClassName: Required value: an empty string is disallowed
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, volumeAttributesClassName: 'x'} | spec.csi: Required value: has to be specified when using volumeAttributesClassName
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, nodeAffinity: {}} | spec.nodeAffinity.required: Required value: must specify required node constraints
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, nodeAffinity: {required: {}}} | spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'Foo'}]}]}}} | spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/a'}, nfs: {server: 's', path: '/p'}} | spec.nfs: Forbidden: may not specify more than 1 volume type
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], nfs: {}} | spec.nfs.server: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], nfs: {server: 's', path: 'a'}} | spec.nfs.path: Invalid value: "a": must be an absolute path
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], local: {path: '/a'}} | spec.nodeAffinity: Required value: Local volume requires node affinity
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {}} | spec.csi.driver: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b'}} | spec.csi.volumeHandle: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'A_', volumeHandle: 'h'}} | spec.csi.driver: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b', volumeHandle: 'h', controllerPublishSecretRef: {}}} | spec.csi.controllerPublishSecretRef.name: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b', volumeHandle: 'h', nodePublishSecretRef: {name: 'a'}}} | spec.csi.nodePublishSecretRef.namespace: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b', volumeHandle: 'h', controllerExpandSecretRef: {}}} | spec.csi.controllerExpandSecretRef.name: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], csi: {driver: 'a.b', volumeHandle: 'h', nodeExpandSecretRef: {}}} | spec.csi.nodeExpandSecretRef.name: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], iscsi: {}} | spec.iscsi.targetPortal: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', chapAuthSession: true}} | spec.iscsi.secretRef: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', chapAuthSession: true, secretRef: {name: ''}}} | spec.iscsi.secretRef.name: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], rbd: {}} | spec.rbd.monitors: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], cephfs: {}} | spec.cephfs.monitors: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], glusterfs: {}} | spec.glusterfs.endpoints: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], fc: {}} | spec.fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], flexVolume: {}} | spec.flexVolume.driver: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], cinder: {}} | spec.cinder.volumeID: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], cinder: {volumeID: 'v', secretRef: {name: 'a'}}} | spec.cinder.secretRef.namespace: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], azureFile: {}} | spec.azureFile.secretName: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], azureDisk: {}} | spec.azureDisk.diskName: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], vsphereVolume: {}} | spec.vsphereVolume.volumePath: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], photonPersistentDisk: {}} | spec.photonPersistentDisk.pdID: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], portworxVolume: {}} | spec.portworxVolume.volumeID: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], quobyte: {}} | spec.quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], scaleIO: {}} | spec.scaleIO.gateway: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], storageos: {}} | spec.storageos.volumeName: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], gcePersistentDisk: {}} | spec.persistentDisk.pdName: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], awsElasticBlockStore: {}} | spec.awsElasticBlockStore.volumeID: Required value
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], flocker: {}} | spec.flocker: Required value: one of datasetName and datasetUUID is required
                spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/'}, persistentVolumeReclaimPolicy: 'Recycle'} | spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'
                    """)
    void volumes(String body, String error) {
        assertThat(BadObjects.errors("", "v1", "PersistentVolume", body)).contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("claims")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                spec: {resources: {requests: {storage: '1Gi'}}} | spec.accessModes: Required value: at least 1 access mode is required
                spec: {accessModes: ['Foo'], resources: {requests: {storage: '1Gi'}}} | spec.accessModes: Unsupported value: "Foo": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
                spec: {accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}} | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
                spec: {accessModes: ['ReadWriteOnce']} | spec.resources[storage]: Required value
                spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '0'}}} | spec.resources[storage]: Invalid value: "0": must be greater than zero
                spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, storageClassName: 'A_'} | spec.storageClassName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, volumeMode: 'Foo'} | spec.volumeMode: Unsupported value: "Foo": supported values: "Block", "Filesystem"
                spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, selector: {matchLabels: {'a b': 'c'}}} | spec.selector.matchLabels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, selector: {matchExpressions: [{key: 'a', operator: 'Foo'}]}} | spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
                    """)
    void claims(String body, String error) {
        assertThat(BadObjects.errors("", "v1", "PersistentVolumeClaim", body)).contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("storage classes")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                provisioner: 'a.b/c', reclaimPolicy: 'Foo' | reclaimPolicy: Unsupported value: "Foo": supported values: "Delete", "Retain"
                provisioner: 'a.b/c', volumeBindingMode: 'Foo' | volumeBindingMode: Unsupported value: "Foo": supported values: "Immediate", "WaitForFirstConsumer"
                provisioner: 'a.b/c', parameters: {'': 'x'} | parameters: Invalid value: "": field can not be empty.
                provisioner: 'a.b/c', allowedTopologies: [{matchLabelExpressions: [{key: 'a'}]}] | allowedTopologies[0].matchLabelExpressions[0].values: Required value
                provisioner: 'a.b/c', allowedTopologies: [{matchLabelExpressions: [{key: 'a', values: ['a', 'a']}]}] | allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "a"
                provisioner: 'a.b/c', allowedTopologies: [{matchLabelExpressions: [{key: 'a b', values: ['a']}]}] | allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                provisioner: 'a.b/c', allowedTopologies: [{matchLabelExpressions: [{key: 'a', values: ['a']}, {key: 'a', values: ['b']}]}] | allowedTopologies[0].matchLabelExpressions[1].key: Duplicate value: "a"
                    """)
    void classes(String body, String error) {
        assertThat(BadObjects.errors("storage.k8s.io", "v1", "StorageClass", body))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("attributes classes")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                parameters: {a: 'b'} | driverName: Required value
                driverName: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', parameters: {a: 'b'} | driverName: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": name part must be no more than 63 bytes
                driverName: 'a.b' | parameters: Required value: must contain at least one key/value pair
                driverName: 'a.b', parameters: {'': 'x'} | parameters: Invalid value: "": field can not be empty.
                    """)
    void attributes(String body, String error) {
        assertThat(BadObjects.errors("storage.k8s.io", "v1", "VolumeAttributesClass", body))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("CSI drivers")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                spec: {fsGroupPolicy: 'Foo'} | spec.fsGroupPolicy: Unsupported value: "Foo": supported values: "File", "None", "ReadWriteOnceWithFSType"
                spec: {volumeLifecycleModes: ['Foo']} | spec.volumeLifecycleModes: Unsupported value: "Foo": supported values: "Persistent", "Ephemeral"
                spec: {tokenRequests: [{audience: 'a'}, {audience: 'a'}]} | spec.tokenRequests[1].audience: Duplicate value: "a"
                spec: {tokenRequests: [{audience: 'a', expirationSeconds: 1}]} | spec.tokenRequests[0].expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes
                spec: {tokenRequests: [{audience: 'a', expirationSeconds: 4294967297}]} | spec.tokenRequests[0].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds
                spec: {nodeAllocatableUpdatePeriodSeconds: 1} | spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 1: must be greater than or equal to 10 seconds
                    """)
    void drivers(String body, String error) {
        assertThat(BadObjects.errors("storage.k8s.io", "v1", "CSIDriver", body)).contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("CSI nodes")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                spec: {drivers: [{name: '', nodeID: 'n'}]} | spec.drivers[0].name: Required value
                spec: {drivers: [{name: 'A b', nodeID: 'n'}]} | spec.drivers[0].name: Invalid value: "A b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                spec: {drivers: [{name: 'a.b', nodeID: ''}]} | spec.drivers[0].nodeID: Required value
                spec: {drivers: [{name: 'a.b', nodeID: 'n', allocatable: {count: -1}}]} | spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0
                spec: {drivers: [{name: 'a.b', nodeID: 'n', topologyKeys: ['a b']}]} | spec.drivers[0]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                spec: {drivers: [{name: 'a.b', nodeID: 'n', topologyKeys: ['a', 'a']}]} | spec.drivers[0]: Duplicate value: "a"
                spec: {drivers: [{name: 'a.b', nodeID: 'n'}, {name: 'a.b', nodeID: 'n'}]} | spec.drivers[1].name: Duplicate value: "a.b"
                    """)
    void nodes(String body, String error) {
        assertThat(BadObjects.errors("storage.k8s.io", "v1", "CSINode", body)).contains(error);
    }
}
