package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault each; the errors are those that kube-apiserver v1.36 tells of the same pods. */
@DisplayName("A pod is refused")
class PodFaultsTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("for what containers open")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                ports: [{}] | spec.containers[0].ports[0].containerPort: Required value
                ports: [{containerPort: 70000}] | spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
                ports: [{containerPort: -1}] | spec.containers[0].ports[0].containerPort: Invalid value: -1: must be between 1 and 65535, inclusive
                ports: [{containerPort: 80, hostPort: 70000}] | spec.containers[0].ports[0].hostPort: Invalid value: 70000: must be between 1 and 65535, inclusive
                ports: [{containerPort: 80, protocol: 'FOO'}] | spec.containers[0].ports[0].protocol: Unsupported value: "FOO": supported values: "SCTP", "TCP", "UDP"
                ports: [{containerPort: 80, name: 'A_'}] | spec.containers[0].ports[0].name: Invalid value: "A_": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
                ports: [{containerPort: 80, name: 'aaaaaaaaaaaaaaaa'}] | spec.containers[0].ports[0].name: Invalid value: "aaaaaaaaaaaaaaaa": must be no more than 15 characters
                ports: [{containerPort: 80, name: '80'}] | spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)
                ports: [{containerPort: 80, name: 'a--b'}] | spec.containers[0].ports[0].name: Invalid value: "a--b": must not contain consecutive hyphens
                ports: [{containerPort: 80, name: '-a'}] | spec.containers[0].ports[0].name: Invalid value: "-a": must not begin or end with a hyphen
                ports: [{containerPort: 80, name: 'a'}, {containerPort: 81, name: 'a'}] | spec.containers[0].ports[1].name: Duplicate value: "a"
                ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}] | spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"
                    """)
    void ports(String container, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i', " + container + "}]"))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for the variables of containers")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                env: [{name: ''}] | spec.containers[0].env[0].name: Required value
                env: [{name: 'a=b'}] | spec.containers[0].env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='
                env: [{name: 'a', valueFrom: {}}] | spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`
                env: [{name: 'a', value: 'x', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}}] | spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty
                env: [{name: 'a', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}, secretKeyRef: {name: 'a', key: 'b'}}}] | spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time
                env: [{name: 'a', valueFrom: {fieldRef: {}}}] | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Required value
                env: [{name: 'a', valueFrom: {fieldRef: {fieldPath: 'metadata.foo'}}}] | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.foo": error converting fieldPath: field label not supported: metadata.foo
                env: [{name: 'a', valueFrom: {fieldRef: {fieldPath: 'metadata.labels'}}}] | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"
                env: [{name: 'a', valueFrom: {fieldRef: {fieldPath: 'spec.nodeName', apiVersion: 'v2'}}}] | spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodeName": error converting fieldPath: unsupported pod version: v2
                env: [{name: 'a', valueFrom: {resourceFieldRef: {}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Required value
                env: [{name: 'a', valueFrom: {resourceFieldRef: {resource: 'limits.foo'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: "limits.foo": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
                env: [{name: 'a', valueFrom: {resourceFieldRef: {resource: 'limits.cpu', divisor: '3'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource
                env: [{name: 'a', valueFrom: {resourceFieldRef: {resource: 'limits.memory', divisor: '3'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.memory": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory resource
                env: [{name: 'a', valueFrom: {resourceFieldRef: {resource: 'requests.hugepages-2Mi', divisor: '3'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "requests.hugepages-2Mi": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the hugepages resource
                env: [{name: 'a', valueFrom: {resourceFieldRef: {resource: 'requests.ephemeral-storage', divisor: '1m'}}}] | spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "requests.ephemeral-storage": only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the local ephemeral storage resource
                env: [{name: 'a', valueFrom: {configMapKeyRef: {name: 'a'}}}] | spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Required value
                env: [{name: 'a', valueFrom: {configMapKeyRef: {key: 'a'}}}] | spec.containers[0].env[0].valueFrom.configMapKeyRef.name: Invalid value: "": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                env: [{name: 'a', valueFrom: {secretKeyRef: {name: 'a'}}}] | spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value
                env: [{name: 'a', valueFrom: {secretKeyRef: {key: 'a'}}}] | spec.containers[0].env[0].valueFrom.secretKeyRef.name: Invalid value: "": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                env: [{name: 'a', valueFrom: {fileKeyRef: {volumeName: 'v', path: 'p', key: 'k'}}}] | spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: Not found: "v"
                env: [{name: 'a', valueFrom: {fileKeyRef: {volumeName: '', path: '/p', key: ''}}}] | spec.containers[0].env[0].valueFrom.fileKeyRef.key: Required value
                envFrom: [{}] | spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`
                envFrom: [{configMapRef: {}}] | spec.containers[0].envFrom[0].configMapRef.name: Required value
                envFrom: [{configMapRef: {name: 'A'}}] | spec.containers[0].envFrom[0].configMapRef.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                envFrom: [{secretRef: {}}] | spec.containers[0].envFrom[0].secretRef.name: Required value
                envFrom: [{secretRef: {name: 'A'}}] | spec.containers[0].envFrom[0].secretRef.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                envFrom: [{prefix: 'a=', secretRef: {name: 'a'}}] | spec.containers[0].envFrom[0].prefix: Invalid value: "a=": a valid environment variable name must consist only of printable ASCII characters other than '='
                envFrom: [{configMapRef: {name: 'a'}, secretRef: {name: 'a'}}] | spec.containers[0].envFrom: Invalid value: "": may not have more than one field specified at a time
                    """)
    void environment(String container, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i', " + container + "}]"))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for probes and hooks")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                livenessProbe: {} | spec.containers[0].livenessProbe: Required value: must specify a handler type
                livenessProbe: {exec: {}} | spec.containers[0].livenessProbe.exec.command: Required value
                livenessProbe: {httpGet: {}} | spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive
                livenessProbe: {httpGet: {port: 'A_'}} | spec.containers[0].livenessProbe.httpGet.port: Invalid value: "A_": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
                livenessProbe: {httpGet: {port: 80, scheme: 'FTP'}} | spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"
                livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: 'a b', value: 'x'}]}} | spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: "a b": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')
                livenessProbe: {tcpSocket: {port: 0}} | spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive
                livenessProbe: {grpc: {port: 0}} | spec.containers[0].livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive
                livenessProbe: {tcpSocket: {port: 1}, exec: {command: ['a']}} | spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
                livenessProbe: {tcpSocket: {port: 1}, initialDelaySeconds: -1} | spec.containers[0].livenessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0
                livenessProbe: {tcpSocket: {port: 1}, timeoutSeconds: -1} | spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0
                livenessProbe: {tcpSocket: {port: 1}, periodSeconds: -1} | spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0
                livenessProbe: {tcpSocket: {port: 1}, successThreshold: -1} | spec.containers[0].livenessProbe.successThreshold: Invalid value: -1: must be greater than or equal to 0
                livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2} | spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
                livenessProbe: {tcpSocket: {port: 1}, failureThreshold: -1} | spec.containers[0].livenessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0
                livenessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 0} | spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0
                livenessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: -1} | spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0
                livenessProbe: {httpGet: {port: 80}, exec: {command: ['a']}, grpc: {port: 1}} | spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type
                readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 3} | spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 3: must not be set for readinessProbes
                lifecycle: {postStart: {}} | spec.containers[0].lifecycle.postStart: Required value: must specify a handler type
                lifecycle: {postStart: {exec: {}}} | spec.containers[0].lifecycle.postStart.exec.command: Required value
                lifecycle: {postStart: {httpGet: {port: 0}}} | spec.containers[0].lifecycle.postStart.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive
                lifecycle: {postStart: {tcpSocket: {port: 0}}} | spec.containers[0].lifecycle.postStart.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive
                lifecycle: {postStart: {sleep: {seconds: -1}}} | spec.containers[0].lifecycle.postStart.sleep: Invalid value: -1: must be non-negative and less than terminationGracePeriodSeconds (30)
                lifecycle: {postStart: {sleep: {seconds: 31}}} | spec.containers[0].lifecycle.postStart.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)
                lifecycle: {postStart: {exec: {command: ['a']}, sleep: {seconds: 1}}} | spec.containers[0].lifecycle.postStart.sleep: Forbidden: may not specify more than 1 handler type
                lifecycle: {postStart: {httpGet: {port: 80, scheme: 'x'}}} | spec.containers[0].lifecycle.postStart.httpGet.scheme: Unsupported value: "x": supported values: "HTTP", "HTTPS"
                    """)
    void probes(String container, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i', " + container + "}]"))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for resources and restarts")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                resources: {requests: {cpu: '2'}, limits: {cpu: '1'}} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                resources: {requests: {cpu: '-1'}} | spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
                resources: {limits: {memory: '-1'}} | spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0
                resources: {requests: {foo: '1'}} | spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource type or fully qualified
                resources: {limits: {foo: '1'}} | spec.containers[0].resources.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified
                resources: {limits: {'a/b/c': '1'}} | spec.containers[0].resources.limits[a/b/c]: Invalid value: "a/b/c": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
                resources: {limits: {'example.com/x': '1.5'}} | spec.containers[0].resources.limits[example.com/x]: Invalid value: "1500m": must be an integer
                resources: {requests: {'example.com/x': '1'}} | spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources
                resources: {requests: {'example.com/x': '1'}, limits: {'example.com/x': '2'}} | spec.containers[0].resources.requests: Invalid value: "1": must be equal to example.com/x limit of 2
                resources: {limits: {'hugepages-2Mi': '2Mi'}} | spec.containers[0].resources: Forbidden: HugePages require cpu or memory
                resources: {limits: {'hugepages-2Mi': '3Mi', cpu: '1'}} | spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi
                resources: {requests: {'hugepages-2Mi': '2Mi', cpu: 1}, limits: {'hugepages-2Mi': '4Mi'}} | spec.containers[0].resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi
                resources: {limits: {'requests.example.com/x': '1'}} | spec.containers[0].resources.limits[requests.example.com/x]: Invalid value: "requests.example.com/x": doesn't follow extended resource name standard
                resources: {limits: {storage: '1Gi'}} | spec.containers[0].resources.limits[storage]: Invalid value: "storage": must be a standard resource for containers
                resources: {limits: {pods: '1'}} | spec.containers[0].resources.limits[pods]: Invalid value: "pods": must be a standard resource for containers
                resources: {requests: {'ephemeral-storage': '2Gi'}, limits: {'ephemeral-storage': '1Gi'}} | spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to ephemeral-storage limit of 1Gi
                resources: {claims: [{name: 'a'}]} | spec.containers[0].resources.claims[0]: Not found: "a": must be one of the names in pod.spec.resourceClaims which is empty
                resources: {claims: [{name: ''}]} | spec.containers[0].resources.claims[0]: Required value
                resources: {limits: {Hugepages: '1'}} | spec.containers[0].resources.limits[Hugepages]: Invalid value: "Hugepages": must be a standard resource type or fully qualified
                resources: {limits: {'attachable-volumes-x': '1'}} | spec.containers[0].resources.limits[attachable-volumes-x]: Invalid value: "attachable-volumes-x": must be a standard resource type or fully qualified
                resources: {limits: {cpu: '1', 'example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': '1'}} | spec.containers[0].resources.limits[example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]: Invalid value: "example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": name part must be no more than 63 bytes
                resizePolicy: [{}] | spec.containers[0].resizePolicy: Required value
                resizePolicy: [{resourceName: 'foo', restartPolicy: 'NotRequired'}] | spec.containers[0].resizePolicy: Unsupported value: "foo": supported values: "cpu", "memory"
                resizePolicy: [{resourceName: 'cpu', restartPolicy: 'NotRequired'}, {resourceName: 'cpu', restartPolicy: 'RestartContainer'}] | spec.containers[0].resizePolicy[1]: Duplicate value: "cpu"
                restartPolicy: 'Foo' | spec.containers[0].restartPolicy: Unsupported value: "Foo": supported values: "Always", "Never", "OnFailure"
                restartPolicyRules: [{action: 'Restart', exitCodes: {operator: 'In', values: [1]}}] | spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used
                restartPolicy: 'Never', restartPolicyRules: [{action: 'Foo', exitCodes: {operator: 'In', values: [1]}}] | spec.containers[0].restartPolicyRules[0].action: Unsupported value: "Foo": supported values: "Restart", "RestartAllContainers"
                restartPolicy: 'Never', restartPolicyRules: [{action: 'Restart'}] | spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified
                restartPolicy: 'Never', restartPolicyRules: [{action: 'Restart', exitCodes: {operator: 'Foo', values: [1]}}] | spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: "Foo": supported values: "In", "NotIn"
                    """)
    void resources(String container, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i', " + container + "}]"))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for the security contexts of containers")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                securityContext: {runAsUser: -1} | spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {runAsGroup: -1} | spec.containers[0].securityContext.runAsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {procMount: 'Foo'} | spec.containers[0].securityContext.procMount: Unsupported value: "Foo": supported values: "Default", "Unmasked"
                securityContext: {procMount: 'Unmasked'} | spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`
                securityContext: {allowPrivilegeEscalation: false, privileged: true} | spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true
                securityContext: {seccompProfile: {}} | spec.containers[0].securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set
                securityContext: {seccompProfile: {type: 'Foo'}} | spec.containers[0].securityContext.seccompProfile.type: Unsupported value: "Foo": supported values: "Localhost", "RuntimeDefault", "Unconfined"
                securityContext: {seccompProfile: {type: 'Localhost'}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
                securityContext: {seccompProfile: {type: 'Localhost', localhostProfile: '/a'}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "/a": must be a relative path
                securityContext: {seccompProfile: {type: 'Localhost', localhostProfile: '../a'}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "../a": must not contain '..'
                securityContext: {seccompProfile: {type: 'RuntimeDefault', localhostProfile: 'a'}} | spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost
                securityContext: {appArmorProfile: {}} | spec.containers[0].securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set
                securityContext: {appArmorProfile: {type: 'Foo'}} | spec.containers[0].securityContext.appArmorProfile.type: Unsupported value: "Foo": supported values: "Localhost", "RuntimeDefault", "Unconfined"
                securityContext: {appArmorProfile: {type: 'Localhost'}} | spec.containers[0].securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost
                securityContext: {appArmorProfile: {type: 'Localhost', localhostProfile: ' a'}} | spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: " a": must not be padded with whitespace
                securityContext: {appArmorProfile: {type: 'Unconfined', localhostProfile: 'a'}} | spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: "a": can only be set when AppArmor type is Localhost
                securityContext: {windowsOptions: {gmsaCredentialSpecName: 'A_'}} | spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpecName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                securityContext: {windowsOptions: {gmsaCredentialSpec: ''}} | spec.containers[0].securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: "": gmsaCredentialSpec cannot be an empty string
                securityContext: {windowsOptions: {runAsUserName: ''}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "": runAsUserName cannot be an empty string
                securityContext: {windowsOptions: {runAsUserName: 'a\\\\b\\\\c'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash
                securityContext: {windowsOptions: {runAsUserName: 'a\\u0007'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a\\u0007": runAsUserName cannot contain control characters
                securityContext: {windowsOptions: {runAsUserName: '\\\\b'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "\\\\b": runAsUserName's Domain doesn't match the NetBios nor the DNS format
                securityContext: {windowsOptions: {runAsUserName: 'a\\\\'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\": runAsUserName's User cannot be empty
                securityContext: {windowsOptions: {runAsUserName: '...'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "...": runAsUserName's User cannot contain only periods or spaces
                securityContext: {windowsOptions: {runAsUserName: 'd\\\\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}} | spec.containers[0].securityContext.windowsOptions.runAsUserName: Invalid value: "d\\\\aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": runAsUserName's User length must not be longer than 104 characters
                securityContext: {windowsOptions: {hostProcess: true}} | spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers
                    """)
    void security(String container, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i', " + container + "}]"))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for volumes")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'w', mountPath: '/a'}]}] | spec.containers[0].volumeMounts[0].name: Not found: "w"
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{mountPath: '/a'}]}] | spec.containers[0].volumeMounts[0].name: Required value
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v'}]}] | spec.containers[0].volumeMounts[0].mountPath: Required value
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a'}, {name: 'v', mountPath: '/a'}]}] | spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', subPath: '../x'}]}] | spec.containers[0].volumeMounts.subPath: Invalid value: "../x": must not contain '..'
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', subPath: '/x'}]}] | spec.containers[0].volumeMounts.subPath: Invalid value: "/x": must be a relative path
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', subPathExpr: '../x'}]}] | spec.containers[0].volumeMounts.subPathExpr: Invalid value: "../x": must not contain '..'
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', subPathExpr: '/x'}]}] | spec.containers[0].volumeMounts.subPathExpr: Invalid value: "/x": must be a relative path
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', subPath: 'b', subPathExpr: 'c'}]}] | spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "c": subPathExpr and subPath are mutually exclusive
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', mountPropagation: 'Foo'}]}] | spec.containers[0].volumeMounts.mountPropagation: Unsupported value: "Foo": supported values: "Bidirectional", "HostToContainer", "None"
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', mountPropagation: 'Bidirectional'}]}] | spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', recursiveReadOnly: 'Enabled'}]}] | spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeMounts: [{name: 'v', mountPath: '/a', recursiveReadOnly: 'Foo'}]}] | spec.containers[0].volumeMounts.recursiveReadOnly: Unsupported value: "Foo": supported values: "Disabled", "Enabled", "IfPossible"
                volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{name: 'w', devicePath: '/a'}]}] | spec.containers[0].volumeDevices[0].name: Not found: "w"
                volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{devicePath: '/a'}]}] | spec.containers[0].volumeDevices[0].name: Required value
                volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{name: 'v'}]}] | spec.containers[0].volumeDevices[0].devicePath: Required value
                volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{name: 'v', devicePath: '/a'}, {name: 'v', devicePath: '/a'}]}] | spec.containers[0].volumeDevices[1].name: Invalid value: "v": must be unique
                volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{name: 'v', devicePath: '../a'}]}] | spec.containers[0].volumeDevices[0].devicePath: Invalid value: "../a": can not contain backsteps ('..')
                volumes: [{name: 'v', emptyDir: {}}], containers: [{volumeDevices: [{name: 'v', devicePath: '/a'}]}] | spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode
                volumes: [{name: 'a', emptyDir: {}}, {name: 'a', emptyDir: {}}] | spec.volumes[1].name: Duplicate value: "a"
                volumes: [{emptyDir: {}}] | spec.volumes[0].name: Required value
                volumes: [{name: 'A_', emptyDir: {}}] | spec.volumes[0].name: Invalid value: "A_": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                volumes: [{name: 'v', emptyDir: {}, hostPath: {path: '/a'}}] | spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type
                volumes: [{name: 'v', emptyDir: {sizeLimit: '-1'}}] | spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity
                volumes: [{name: 'v', hostPath: {}}] | spec.volumes[0].hostPath.path: Required value
                volumes: [{name: 'v', hostPath: {path: '/a/../b'}}] | spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'
                volumes: [{name: 'v', hostPath: {path: '/a', type: 'Foo'}}] | spec.volumes[0].hostPath.type: Unsupported value: "Foo": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
                volumes: [{name: 'v', gitRepo: {}}] | spec.volumes[0].gitRepo.repository: Required value
                volumes: [{name: 'v', gitRepo: {repository: 'r', directory: '/a'}}] | spec.volumes[0].gitRepo.directory: Invalid value: "/a": must be a relative path
                volumes: [{name: 'v', gitRepo: {repository: 'r', directory: '../a'}}] | spec.volumes[0].gitRepo.directory: Invalid value: "../a": must not contain '..'
                volumes: [{name: 'v', secret: {}}] | spec.volumes[0].secret.secretName: Required value
                volumes: [{name: 'v', secret: {secretName: 's', defaultMode: 512}}] | spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', secret: {secretName: 's', defaultMode: -1}}] | spec.volumes[0].secret.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', secret: {secretName: 's', items: [{}]}}] | spec.volumes[0].secret.items[0].key: Required value
                volumes: [{name: 'v', secret: {secretName: 's', items: [{key: 'a', path: '/a'}]}}] | spec.volumes[0].secret.items[0].path: Invalid value: "/a": must be a relative path
                volumes: [{name: 'v', secret: {secretName: 's', items: [{key: 'a', path: 'a/../b'}]}}] | spec.volumes[0].secret.items[0].path: Invalid value: "a/../b": must not contain '..'
                volumes: [{name: 'v', secret: {secretName: 's', items: [{key: 'a', path: '..a'}]}}] | spec.volumes[0].secret.items[0].path: Invalid value: "..a": must not start with '..'
                volumes: [{name: 'v', secret: {secretName: 's', items: [{key: 'a', path: 'a', mode: 512}]}}] | spec.volumes[0].secret.items[0].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', configMap: {}}] | spec.volumes[0].configMap.name: Required value
                volumes: [{name: 'v', configMap: {name: 's', defaultMode: 512}}] | spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', configMap: {name: 's', items: [{key: 'a'}]}}] | spec.volumes[0].configMap.items[0].path: Required value
                volumes: [{name: 'v', configMap: {name: 's', items: [{path: 'a'}]}}] | spec.volumes[0].configMap.items[0].key: Required value
                volumes: [{name: 'v', configMap: {name: 's', items: [{key: 'a', path: '..', mode: -1}]}}] | spec.volumes[0].configMap.items[0].path: Invalid value: "..": must not contain '..'
                volumes: [{name: 'v', downwardAPI: {defaultMode: 512}}] | spec.volumes[0].downwardAPI.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', downwardAPI: {items: [{}]}}] | spec.volumes[0].downwardAPI.path: Required value
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a'}]}}] | spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a', fieldRef: {fieldPath: 'metadata.name'}, resourceFieldRef: {resource: 'limits.cpu', containerName: 'c'}}]}}] | spec.volumes[0].downwardAPI: Invalid value: "resource": fieldRef and resourceFieldRef can not be specified simultaneously
                volumes: [{name: 'v', downwardAPI: {items: [{path: '/a', fieldRef: {fieldPath: 'metadata.name'}}]}}] | spec.volumes[0].downwardAPI.path: Invalid value: "/a": must be a relative path
                volumes: [{name: 'v', downwardAPI: {items: [{path: '../a', fieldRef: {fieldPath: 'metadata.name'}}]}}] | spec.volumes[0].downwardAPI.path: Invalid value: "../a": must not contain '..'
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a', fieldRef: {fieldPath: 'status.podIP'}}]}}] | spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: "status.podIP": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a', resourceFieldRef: {resource: 'limits.cpu'}}]}}] | spec.volumes[0].downwardAPI.resourceFieldRef.containerName: Required value
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a', resourceFieldRef: {resource: 'foo', containerName: 'c'}}]}}] | spec.volumes[0].downwardAPI.resourceFieldRef.resource: Unsupported value: "foo": supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"
                volumes: [{name: 'v', downwardAPI: {items: [{path: 'a', mode: 512, fieldRef: {fieldPath: 'metadata.name'}}]}}] | spec.volumes[0].downwardAPI.mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', projected: {defaultMode: 512}}] | spec.volumes[0].projected.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive
                volumes: [{name: 'v', projected: {sources: [{secret: {}}]}}] | spec.volumes[0].projected.sources[0].secret.name: Required value
                volumes: [{name: 'v', projected: {sources: [{secret: {name: 'a', items: [{}]}}]}}] | spec.volumes[0].projected.sources[0].secret.items[0].key: Required value
                volumes: [{name: 'v', projected: {sources: [{configMap: {}}]}}] | spec.volumes[0].projected.sources[0].configMap.name: Required value
                volumes: [{name: 'v', projected: {sources: [{configMap: {name: 'a', items: [{key: 'k', path: '/p'}]}}]}}] | spec.volumes[0].projected.sources[0].configMap.items[0].path: Invalid value: "/p": must be a relative path
                volumes: [{name: 'v', projected: {sources: [{downwardAPI: {items: [{}]}}]}}] | spec.volumes[0].projected.sources[0].downwardAPI.path: Required value
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {}}]}}] | spec.volumes[0].projected.path: Required value
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {path: 'a', expirationSeconds: 1}}]}}] | spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {path: 'a', expirationSeconds: 4294967297}}]}}] | spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {path: 'a'}, secret: {name: 'a'}}]}}] | spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source
                volumes: [{name: 'v', projected: {sources: [{secret: {name: 'a', items: [{key: 'k', path: 'p'}]}}, {configMap: {name: 'a', items: [{key: 'k', path: 'p'}]}}]}}] | spec.volumes[0].projected: Invalid value: "a": conflicting duplicate paths
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {path: '/a'}}]}}] | spec.volumes[0].projected.path: Invalid value: "/a": must be a relative path
                volumes: [{name: 'v', projected: {sources: [{serviceAccountToken: {path: '../a'}}]}}] | spec.volumes[0].projected.path: Invalid value: "../a": must not contain '..'
                volumes: [{name: 'v', persistentVolumeClaim: {}}] | spec.volumes[0].persistentVolumeClaim.claimName: Required value
                volumes: [{name: 'v', nfs: {}}] | spec.volumes[0].nfs.server: Required value
                volumes: [{name: 'v', nfs: {server: 's', path: 'a'}}] | spec.volumes[0].nfs.path: Invalid value: "a": must be an absolute path
                volumes: [{name: 'v', iscsi: {}}] | spec.volumes[0].iscsi.targetPortal: Required value
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'x'}}] | spec.volumes[0].iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'iqn.x'}}] | spec.volumes[0].iscsi.iqn: Invalid value: "iqn.x": must be valid format
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', lun: 256}}] | spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', chapAuthSession: true}}] | spec.volumes[0].iscsi.secretRef: Required value
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', initiatorName: 'x'}}] | spec.volumes[0].iscsi.initiatorname: Invalid value: "x": must be valid format starting with iqn, eui, or naa
                volumes: [{name: 'v', iscsi: {targetPortal: 't', iqn: 'iqn.2015-02.example.com:test', initiatorName: 'iqn.x'}}] | spec.volumes[0].iscsi.initiatorname: Invalid value: "iqn.x": must be valid format
                volumes: [{name: 'v', glusterfs: {}}] | spec.volumes[0].glusterfs.endpoints: Required value
                volumes: [{name: 'v', rbd: {}}] | spec.volumes[0].rbd.monitors: Required value
                volumes: [{name: 'v', cinder: {}}] | spec.volumes[0].cinder.volumeID: Required value
                volumes: [{name: 'v', cinder: {volumeID: 'v', secretRef: {}}}] | spec.volumes[0].cinder.secretRef.name: Required value
                volumes: [{name: 'v', cephfs: {}}] | spec.volumes[0].cephfs.monitors: Required value
                volumes: [{name: 'v', flocker: {}}] | spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required
                volumes: [{name: 'v', flocker: {datasetName: 'a', datasetUUID: 'b'}}] | spec.volumes[0].flocker: Invalid value: "resource": datasetName and datasetUUID can not be specified simultaneously
                volumes: [{name: 'v', flocker: {datasetName: 'a/b'}}] | spec.volumes[0].flocker.datasetName: Invalid value: "a/b": must not contain '/'
                volumes: [{name: 'v', fc: {}}] | spec.volumes[0].fc.targetWWNs: Required value: must specify either targetWWNs or wwids, but not both
                volumes: [{name: 'v', fc: {targetWWNs: ['a']}}] | spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified
                volumes: [{name: 'v', fc: {targetWWNs: ['a'], lun: 256}}] | spec.volumes[0].fc.lun: Invalid value: 256: must be between 0 and 255, inclusive
                volumes: [{name: 'v', fc: {targetWWNs: ['a'], wwids: ['b'], lun: 1}}] | spec.volumes[0].fc.targetWWNs: Invalid value: ["a"]: targetWWNs and wwids can not be specified simultaneously
                volumes: [{name: 'v', azureFile: {}}] | spec.volumes[0].azureFile.secretName: Required value
                volumes: [{name: 'v', azureDisk: {}}] | spec.volumes[0].azureDisk.diskName: Required value
                volumes: [{name: 'v', azureDisk: {diskName: 'a', diskURI: 'x'}}] | spec.volumes[0].azureDisk.diskURI: Unsupported value: "x": supported values: "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
                volumes: [{name: 'v', azureDisk: {diskName: 'a', diskURI: 'https://x', cachingMode: 'Foo'}}] | spec.volumes[0].azureDisk.cachingMode: Unsupported value: "Foo": supported values: "None", "ReadOnly", "ReadWrite"
                volumes: [{name: 'v', azureDisk: {diskName: 'a', diskURI: 'https://x', kind: 'Foo'}}] | spec.volumes[0].azureDisk.kind: Unsupported value: "Foo": supported values: "Dedicated", "Managed", "Shared"
                volumes: [{name: 'v', vsphereVolume: {}}] | spec.volumes[0].vsphereVolume.volumePath: Required value
                volumes: [{name: 'v', quobyte: {}}] | spec.volumes[0].quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas
                volumes: [{name: 'v', quobyte: {registry: 'x', volume: 'v'}}] | spec.volumes[0].quobyte.registry: Invalid value: "x": must be a host:port pair or multiple pairs separated by commas
                volumes: [{name: 'v', quobyte: {registry: 'x:1', volume: 'v', tenant: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}}] | spec.volumes[0].quobyte.tenant: Required value: must be a UUID and may not exceed a length of 64 characters
                volumes: [{name: 'v', photonPersistentDisk: {}}] | spec.volumes[0].photonPersistentDisk.pdID: Required value
                volumes: [{name: 'v', portworxVolume: {}}] | spec.volumes[0].portworxVolume.volumeID: Required value
                volumes: [{name: 'v', scaleIO: {}}] | spec.volumes[0].scaleIO.gateway: Required value
                volumes: [{name: 'v', storageos: {}}] | spec.volumes[0].storageos.volumeName: Required value
                volumes: [{name: 'v', storageos: {volumeName: 'v', secretRef: {}}}] | spec.volumes[0].storageos.secretRef.name: Required value
                volumes: [{name: 'v', flexVolume: {}}] | spec.volumes[0].flexVolume.driver: Required value
                volumes: [{name: 'v', flexVolume: {driver: 'a/b', options: {'kubernetes.io/x': 'y'}}}] | spec.volumes[0].flexVolume.options[kubernetes.io/x]: Invalid value: "kubernetes.io/x": kubernetes.io and k8s.io namespaces are reserved
                volumes: [{name: 'v', awsElasticBlockStore: {}}] | spec.volumes[0].awsElasticBlockStore.volumeID: Required value
                volumes: [{name: 'v', awsElasticBlockStore: {volumeID: 'v', partition: 256}}] | spec.volumes[0].awsElasticBlockStore.partition: Invalid value: 256: must be between 1 and 255, inclusive
                volumes: [{name: 'v', gcePersistentDisk: {}}] | spec.volumes[0].persistentDisk.pdName: Required value
                volumes: [{name: 'v', gcePersistentDisk: {pdName: 'v', partition: 256}}] | spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive
                volumes: [{name: 'v', csi: {}}] | spec.volumes[0].csi.driver: Required value
                volumes: [{name: 'v', csi: {driver: 'A_'}}] | spec.volumes[0].csi.driver: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                volumes: [{name: 'v', csi: {driver: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}}] | spec.volumes[0].csi.driver: Too long: may not be more than 63 bytes
                volumes: [{name: 'v', csi: {driver: 'a.b', nodePublishSecretRef: {}}}] | spec.volumes[0].csi.nodePublishSecretRef.name: Required value
                volumes: [{name: 'v', ephemeral: {}}] | spec.volumes[0].ephemeral.volumeClaimTemplate: Required value
                volumes: [{name: 'v', ephemeral: {volumeClaimTemplate: {spec: {}}}}] | spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required
                volumes: [{name: 'v', image: {}}] | spec.volumes[0].image.reference: Required value
                volumes: [{name: 'v', image: {reference: 'i', pullPolicy: 'Foo'}}] | spec.volumes[0].image.pullPolicy: Unsupported value: "Foo": supported values: "Always", "IfNotPresent", "Never"
                    """)
    void volumes(String spec, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i'}], " + spec))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for init containers")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                initContainers: [{name: 'c', image: 'i'}] | spec.initContainers[0].name: Duplicate value: "c"
                initContainers: [{name: '', image: 'i'}] | spec.initContainers[0].name: Required value
                initContainers: [{name: 'i', image: ''}] | spec.initContainers[0].image: Required value
                initContainers: [{name: 'i', image: 'i', lifecycle: {preStop: {exec: {command: ['a']}}}}] | spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always
                initContainers: [{name: 'i', image: 'i', livenessProbe: {tcpSocket: {port: 1}}}] | spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always
                initContainers: [{name: 'i', image: 'i', restartPolicy: 'Foo'}] | spec.initContainers[0].restartPolicy: Unsupported value: "Foo": supported values: "Always", "Never", "OnFailure"
                initContainers: [{name: 'i', image: 'i', restartPolicy: 'Always', livenessProbe: {tcpSocket: {port: 0}}}] | spec.initContainers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive
                initContainers: [{name: 'i', image: 'i', restartPolicy: 'Always', livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2}}] | spec.initContainers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
                initContainers: [{name: 'i', image: 'i', restartPolicy: 'Always', lifecycle: {preStop: {}}}] | spec.initContainers[0].lifecycle.preStop: Required value: must specify a handler type
                initContainers: [{name: 'i', image: 'i', restartPolicy: 'Always', readinessProbe: {tcpSocket: {port: 1}, terminationGracePeriodSeconds: 3}}] | spec.initContainers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 3: must not be set for readinessProbes
                initContainers: [{name: 'i', image: 'i', ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}]}] | spec.initContainers[0].ports[1].hostPort: Duplicate value: "TCP//80"
                initContainers: [{name: 'i', image: 'i', volumeMounts: [{name: 'w', mountPath: '/a'}]}] | spec.initContainers[0].volumeMounts[0].name: Not found: "w"
                initContainers: [{name: 'i', image: 'i', resources: {claims: [{name: 'z'}]}}] | spec.initContainers[0].resources.claims[0]: Not found: "z": must be one of the names in pod.spec.resourceClaims which is empty
                initContainers: [{name: 'i', image: 'i', env: [{name: ''}]}] | spec.initContainers[0].env[0].name: Required value
                initContainers: [{name: 'i', image: 'i', securityContext: {runAsUser: -1}}] | spec.initContainers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
                    """)
    void initContainers(String spec, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i'}], " + spec))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for the security context of the pod")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                securityContext: {fsGroup: -1} | spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {runAsUser: -1} | spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {runAsGroup: -1} | spec.securityContext.runAsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {supplementalGroups: [-1]} | spec.securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive
                securityContext: {fsGroupChangePolicy: 'Foo'} | spec.securityContext.fsGroupChangePolicy: Unsupported value: "Foo": supported values: "Always", "OnRootMismatch"
                securityContext: {supplementalGroupsPolicy: 'Foo'} | spec.securityContext.supplementalGroupsPolicy: Unsupported value: "Foo": supported values: "Merge", "Strict"
                securityContext: {seccompProfile: {}} | spec.securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set
                securityContext: {seccompProfile: {type: 'Foo'}} | spec.securityContext.seccompProfile.type: Unsupported value: "Foo": supported values: "Localhost", "RuntimeDefault", "Unconfined"
                securityContext: {seccompProfile: {type: 'Localhost'}} | spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
                securityContext: {seccompProfile: {type: 'Unconfined', localhostProfile: 'a'}} | spec.securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"Unconfined","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost
                securityContext: {appArmorProfile: {type: 'Foo'}} | spec.securityContext.appArmorProfile.type: Unsupported value: "Foo": supported values: "Localhost", "RuntimeDefault", "Unconfined"
                securityContext: {appArmorProfile: {type: 'RuntimeDefault', localhostProfile: 'a'}} | spec.securityContext.appArmorProfile.localhostProfile: Invalid value: "a": can only be set when AppArmor type is Localhost
                securityContext: {sysctls: [{name: ''}]} | spec.securityContext.sysctls[0].name: Required value
                securityContext: {sysctls: [{name: 'a b', value: 'c'}]} | spec.securityContext.sysctls[0].name: Invalid value: "a b": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$
                securityContext: {sysctls: [{name: 'a.b', value: '1'}, {name: 'a.b', value: '1'}]} | spec.securityContext.sysctls[1].name: Duplicate value: "a.b"
                securityContext: {windowsOptions: {gmsaCredentialSpecName: 'A_'}} | spec.securityContext.windowsOptions.gmsaCredentialSpecName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                securityContext: {seLinuxChangePolicy: 'Foo'} | spec.securityContext.seLinuxChangePolicy: Unsupported value: "Foo": supported values: "Recursive"
                os: {} | spec.os.name: Required value
                os: {name: 'foo'} | spec.os: Unsupported value: "foo": supported values: "linux", "windows"
                os: {name: 'linux'}, securityContext: {windowsOptions: {runAsUserName: 'a'}} | spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod
                os: {name: 'linux'}, containers: [{securityContext: {windowsOptions: {runAsUserName: 'a'}}}] | spec.containers[0].securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod
                os: {name: 'windows'}, hostPID: true | spec.hostPID: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, hostIPC: true | spec.hostIPC: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, hostUsers: false | spec.hostUsers: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, shareProcessNamespace: true | spec.shareProcessNamespace: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {appArmorProfile: {type: 'Unconfined'}} | spec.securityContext.appArmorProfile: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {seLinuxOptions: {level: 's0'}} | spec.securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {seccompProfile: {type: 'Unconfined'}} | spec.securityContext.seccompProfile: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {fsGroup: 1} | spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {fsGroupChangePolicy: 'Always'} | spec.securityContext.fsGroupChangePolicy: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {sysctls: [{name: 'a.b', value: '1'}]} | spec.securityContext.sysctls: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {runAsUser: 1} | spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {runAsGroup: 1} | spec.securityContext.runAsGroup: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {supplementalGroups: [1]} | spec.securityContext.supplementalGroups: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {supplementalGroupsPolicy: 'Merge'} | spec.securityContext.supplementalGroupsPolicy: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, securityContext: {seLinuxChangePolicy: 'Recursive'} | spec.securityContext.seLinuxChangePolicy: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {appArmorProfile: {type: 'Unconfined'}}}] | spec.containers[0].securityContext.appArmorProfile: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {seLinuxOptions: {level: 's0'}}}] | spec.containers[0].securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {seccompProfile: {type: 'Unconfined'}}}] | spec.containers[0].securityContext.seccompProfile: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {capabilities: {add: ['A']}}}] | spec.containers[0].securityContext.capabilities: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {readOnlyRootFilesystem: true}}] | spec.containers[0].securityContext.readOnlyRootFilesystem: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {privileged: true}}] | spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {allowPrivilegeEscalation: true}}] | spec.containers[0].securityContext.allowPrivilegeEscalation: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {procMount: 'Default'}}] | spec.containers[0].securityContext.procMount: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {runAsUser: 1}}] | spec.containers[0].securityContext.runAsUser: Forbidden: cannot be set for a windows pod
                os: {name: 'windows'}, containers: [{securityContext: {runAsGroup: 1}}] | spec.containers[0].securityContext.runAsGroup: Forbidden: cannot be set for a windows pod
                    """)
    void podSecurity(String spec, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i'}], " + spec))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for affinity, tolerations and spreading")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                nodeSelector: {'a b': 'c'} | spec.nodeSelector: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                nodeSelector: {a: 'b c'} | spec.nodeSelector: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
                nodeSelector: {'': ''} | spec.nodeSelector: Invalid value: "": name part must be non-empty
                schedulingGates: [{name: 'a b'}] | spec.schedulingGates[0]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                schedulingGates: [{name: ''}] | spec.schedulingGates[0]: Invalid value: "": name part must be non-empty
                schedulingGates: [{name: 'a'}, {name: 'a'}] | spec.schedulingGates[1]: Duplicate value: "a"
                tolerations: [{operator: 'Foo', key: 'a'}] | spec.tolerations[0].operator: Unsupported value: "Foo": supported values: "Equal", "Exists"
                tolerations: [{operator: 'Equal'}] | spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"
                tolerations: [{operator: 'Exists', value: 'x'}] | spec.tolerations[0].operator: Invalid value: "x": value must be empty when `operator` is 'Exists'
                tolerations: [{key: 'a b', operator: 'Exists'}] | spec.tolerations[0].key: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                tolerations: [{key: 'a', value: 'b c'}] | spec.tolerations[0].operator: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
                tolerations: [{key: 'a', effect: 'Foo'}] | spec.tolerations[0].effect: Unsupported value: "Foo": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"
                tolerations: [{key: 'a', effect: 'NoSchedule', tolerationSeconds: 1}] | spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when `tolerationSeconds` is set
                tolerations: [{key: 'a', operator: 'Lt', value: '1'}] | spec.tolerations[0].operator: Unsupported value: "Lt": supported values: "Equal", "Exists", "Lt", "Gt"
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "": not a valid selector operator
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: 'a b', operator: 'Exists'}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'In'}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'Exists', values: ['a']}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'Gt', values: ['1', '2']}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: 'a', operator: 'In', values: ['a b']}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: 'a', operator: 'In', values: ['a']}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "a": not a valid field selector key
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'Exists'}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].operator: Invalid value: "Exists": not a valid selector operator
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: ['A_']}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[0]: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In'}]}]}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector
                affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{}]}} | spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
                affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: 'a', operator: 'Foo'}]}}]}} | spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a b'}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', labelSelector: {matchLabels: {'a b': 'c'}}}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', labelSelector: {matchExpressions: [{key: 'a', operator: 'Foo'}]}}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', namespaces: ['A_']}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: "A_": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', namespaceSelector: {matchExpressions: [{key: 'a', operator: 'In'}]}}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', matchLabelKeys: ['x']}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', matchLabelKeys: ['a b'], labelSelector: {}}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', matchLabelKeys: ['x'], mismatchLabelKeys: ['x'], labelSelector: {}}]}} | spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "x": exists in both matchLabelKeys and mismatchLabelKeys
                affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{}]}} | spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
                affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {}}]}} | spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Required value: can not be empty
                topologySpreadConstraints: [{maxSkew: 0, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule'}] | spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero
                topologySpreadConstraints: [{maxSkew: -1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule'}] | spec.topologySpreadConstraints[0].maxSkew: Invalid value: -1: must be greater than zero
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: '', whenUnsatisfiable: 'DoNotSchedule'}] | spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'Foo'}] | spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Foo": supported values: "DoNotSchedule", "ScheduleAnyway"
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', minDomains: 0}] | spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway', minDomains: 1}] | spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', nodeAffinityPolicy: 'Foo'}] | spec.topologySpreadConstraints[0].nodeAffinityPolicy: Unsupported value: "Foo": supported values: "Honor", "Ignore"
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Foo'}] | spec.topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: "Foo": supported values: "Honor", "Ignore"
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['a']}] | spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['a b'], labelSelector: {}}] | spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {matchLabels: {'a b': 'c'}}}] | spec.topologySpreadConstraints[0].labelSelector.matchLabels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {matchExpressions: [{key: 'a', operator: 'Foo'}]}}] | spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule'}, {maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule'}] | spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{a, DoNotSchedule}"
                    """)
    void placement(String spec, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i'}], " + spec))
                .contains(error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for what else its spec says")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                hostNetwork: true, containers: [{ports: [{containerPort: 80, hostPort: 81}]}] | spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true
                hostNetwork: true, securityContext: {sysctls: [{name: 'net.ipv4.x', value: '1'}]} | spec.securityContext.sysctls[0].name: Invalid value: "net.ipv4.x": may not be specified when 'hostNetwork' is true
                hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}}, containers: [{securityContext: {windowsOptions: {hostProcess: false}}}] | spec.containers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true
                hostNetwork: true, containers: [{securityContext: {windowsOptions: {hostProcess: true}}}, {name: 'd', image: 'i'}] | spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers
                resources: {requests: {cpu: '2'}, limits: {cpu: '1'}} | spec.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                resources: {limits: {foo: '1'}} | spec.resources.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified
                resources: {limits: {'ephemeral-storage': '1'}} | spec.resources.limits[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"
                resources: {limits: {'example.com/x': '1'}} | spec.resources.limits[example.com/x]: Unsupported value: "example.com/x": supported values: "cpu", "hugepages-", "memory"
                resources: {requests: {cpu: '-1'}} | spec.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
                resources: {claims: [{name: 'a'}]} | spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level
                resources: {limits: {'hugepages-2Mi': '2Mi'}} | spec.resources: Forbidden: HugePages require cpu or memory
                resources: {requests: {'hugepages-2Mi': '2Mi', cpu: '1'}} | spec.resources.limits: Required value: Limit must be set for non overcommitable resources
                resources: {requests: {cpu: '1'}}, containers: [{resources: {requests: {cpu: '2'}}}] | spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2
                resources: {limits: {cpu: '1'}}, os: {name: 'windows'} | spec.resources: Forbidden: may not be set for a windows pod
                resources: {requests: {memory: '1Gi'}}, containers: [{resources: {requests: {memory: '600Mi'}}}, {name: 'd', image: 'i', resources: {requests: {memory: '600Mi'}}}] | spec.resources.requests[memory]: Invalid value: "1Gi": must be greater than or equal to aggregate container requests of 1200Mi
                restartPolicy: 'Foo' | spec.restartPolicy: Unsupported value: "Foo": supported values: "Always", "OnFailure", "Never"
                dnsPolicy: 'Foo' | spec.dnsPolicy: Unsupported value: "Foo": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"
                dnsPolicy: 'None' | spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None
                activeDeadlineSeconds: 0 | spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
                activeDeadlineSeconds: -1 | spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive
                nodeName: 'A_' | spec.nodeName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                hostname: 'A_' | spec.hostname: Invalid value: "A_": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                hostname: 'a.b' | spec.hostname: Invalid value: "a.b": must not contain dots
                hostname: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | spec.hostname: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 characters
                subdomain: 'A_' | spec.subdomain: Invalid value: "A_": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                subdomain: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | spec.subdomain: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": must be no more than 63 characters
                hostnameOverride: 'A_' | spec.hostnameOverride: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                hostnameOverride: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | spec.hostnameOverride: Too long: may not be more than 64 bytes
                hostnameOverride: 'a.b', setHostnameAsFQDN: true | spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true
                hostnameOverride: 'a.b', hostNetwork: true | spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true
                hostAliases: [{}] | spec.hostAliases[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                hostAliases: [{ip: '1.2.3.4', hostnames: ['A_']}] | spec.hostAliases[0].hostnames[0]: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                hostAliases: [{ip: '01.2.3.4'}] | spec.hostAliases[0].ip: Invalid value: "01.2.3.4": must not have leading 0s
                hostAliases: [{ip: '::ffff:1.2.3.4'}] | spec.hostAliases[0].ip: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address
                dnsConfig: {nameservers: ['x']} | spec.dnsConfig.nameservers[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                dnsConfig: {nameservers: ['1.1.1.1', '1.1.1.1', '1.1.1.1', '1.1.1.1']} | spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","1.1.1.1","1.1.1.1","1.1.1.1"]: must not have more than 3 nameservers
                dnsConfig: {searches: ['a_b!']} | spec.dnsConfig.searches[0]: Invalid value: "a_b!": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')
                dnsConfig: {options: [{}]} | spec.dnsConfig.options[0]: Required value: must not be empty
                dnsPolicy: 'None', dnsConfig: {} | spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None
                overhead: {foo: '1'} | spec.overhead.limits[foo]: Invalid value: "foo": must be a standard resource type or fully qualified
                readinessGates: [{conditionType: 'a b'}] | spec.readinessGates[0].conditionType: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
                readinessGates: [{conditionType: ''}] | spec.readinessGates[0].conditionType: Invalid value: "": name part must be non-empty
                hostUsers: false, hostNetwork: true | spec.hostNetwork: Forbidden: when `hostUsers` is false
                hostUsers: false, hostPID: true | spec.HostPID: Forbidden: when `hostUsers` is false
                hostUsers: false, hostIPC: true | spec.HostIPC: Forbidden: when `hostUsers` is false
                shareProcessNamespace: true, hostPID: true | spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled
                hostUsers: false, volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'c'}}], containers: [{volumeDevices: [{name: 'v', devicePath: '/a'}]}] | spec.containers[0].volumeDevices: Forbidden: when `hostUsers` is false
                resourceClaims: [{name: 'a'}] | spec.resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`
                resourceClaims: [{name: 'A', resourceClaimName: 'x'}] | spec.resourceClaims[0].name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                resourceClaims: [{name: 'a', resourceClaimName: 'A_'}] | spec.resourceClaims[0].resourceClaimName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                resourceClaims: [{name: 'a', resourceClaimTemplateName: 'A_'}] | spec.resourceClaims[0].resourceClaimTemplateName: Invalid value: "A_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                resourceClaims: [{name: 'a', resourceClaimName: 'x', resourceClaimTemplateName: 'y'}] | spec.resourceClaims[0]: Invalid value: {"Name":"a","ResourceClaimName":"x","ResourceClaimTemplateName":"y"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified
                resourceClaims: [{name: 'a', resourceClaimName: 'x'}, {name: 'a', resourceClaimName: 'y'}] | spec.resourceClaims[1].name: Duplicate value: "a"
                resourceClaims: [{name: 'a', resourceClaimName: 'x'}], containers: [{resources: {claims: [{name: 'a'}, {name: 'a'}]}}] | spec.containers[0].resources.claims[1]: Duplicate value: "a"
                resourceClaims: [{name: 'a', resourceClaimName: 'x'}], containers: [{resources: {claims: [{name: 'a', request: 'A_'}]}}] | spec.containers[0].resources.claims[0].request: Invalid value: "A_": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
                    """)
    void others(String spec, String error) {
        assertThat(BadObjects.pod("containers: [{name: 'c', image: 'i'}], " + spec))
                .contains(error);
    }
}
