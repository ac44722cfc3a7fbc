package dev.caravel.apiserver.admission.plugins.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Pod Security")
class PodSecurityTest {
    private static final String RESTRICTED_POD = "{spec: {securityContext: {runAsNonRoot: true, seccompProfile: {type:"
            + " 'RuntimeDefault'}}, containers: [{name: 'c', image: 'i', securityContext: {allowPrivilegeEscalation:"
            + " false, capabilities: {drop: ['ALL']}}}]}}";

    private final InMemoryObjects objects = new InMemoryObjects();
    private final PodSecurity plugin = new PodSecurity(objects, MissingNode.getInstance());
    private final List<String> warnings = new ArrayList<>();

    @Test
    @DisplayName("refuses in a restricted namespace what does not restrict itself, in upstream's words")
    void restricted() {
        namespace("enforce: 'restricted'");

        assertThatThrownBy(() -> plugin.validate(pod("{spec: {containers: [{name: 'c'}]}}")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(403))
                .hasMessage(
                        "pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation"
                                + " != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false),"
                                + " unrestricted capabilities (container \"c\" must set"
                                + " securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container"
                                + " \"c\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container"
                                + " \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                                + " \"Localhost\")");
        assertThatCode(() -> plugin.validate(pod(RESTRICTED_POD))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{hostNetwork: true, hostPID: true}                                              | host namespaces"
                        + " (hostNetwork=true, hostPID=true)",
                "{volumes: [{name: 'v', hostPath: {path: '/'}}]}                                 | hostPath volumes"
                        + " (volume \"v\")",
                "{containers: [{name: 'c', ports: [{hostPort: 80}, {hostPort: 443}]}]}            | hostPort"
                        + " (container \"c\" uses hostPorts 443, 80)",
                "{containers: [{name: 'c', securityContext: {privileged: true}}]}                | privileged"
                        + " (container \"c\" must not set securityContext.privileged=true)",
                "{containers: [{name: 'c', securityContext: {capabilities: {add: ['NET_RAW']}}}]} | non-default"
                        + " capabilities (container \"c\" must not include \"NET_RAW\" in"
                        + " securityContext.capabilities.add)",
                "{containers: [{name: 'a', securityContext: {procMount: 'Unmasked'}}]}           | procMount"
                        + " (container \"a\" must not set securityContext.procMount to \"Unmasked\")",
                "{securityContext: {seLinuxOptions: {type: 'evil', user: 'u'}}}                  | seLinuxOptions (pod"
                        + " set forbidden securityContext.seLinuxOptions: type \"evil\"; user may not be set)",
                "{securityContext: {seccompProfile: {type: 'Unconfined'}}}                       | seccompProfile (pod"
                        + " must not set securityContext.seccompProfile.type to \"Unconfined\")",
                "{securityContext: {appArmorProfile: {type: 'Unconfined'}}}                      | forbidden AppArmor"
                        + " profile (pod must not set AppArmor profile type to \"Unconfined\")",
                "{securityContext: {sysctls: [{name: 'kernel.msgmax'}]}}                         | forbidden sysctls"
                        + " (kernel.msgmax)",
                "{securityContext: {windowsOptions: {hostProcess: true}}}                        | hostProcess (pod"
                        + " must not set securityContext.windowsOptions.hostProcess=true)",
                "{containers: [{name: 'c', livenessProbe: {httpGet: {host: '10.0.0.1'}}}]}       | probe or lifecycle"
                        + " host (container \"c\" uses probe or lifecycle host \"10.0.0.1\")",
            })
    @DisplayName("knows what baseline forbids")
    void baseline(String spec, String violation) {
        assertThat(violations("baseline", "latest", "{spec: " + spec + "}")).isEqualTo(violation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restricted | v1.34 | runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false),"
                        + " runAsUser=0 (pod must not set runAsUser=0)",
                "restricted | v1.22 | runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)",
                "restricted | v1.35 | ''",
                "privileged | v1.0  | ''",
            })
    @DisplayName("judges by the rules of the version that is named")
    void versions(String level, String version, String violations) {
        String pod = "{spec: {hostUsers: false, securityContext: {runAsNonRoot: false, runAsUser: 0, seccompProfile:"
                + " {type: 'Localhost'}}, containers: [{name: 'c', securityContext: {runAsNonRoot: true,"
                + " allowPrivilegeEscalation: false, capabilities: {drop: ['ALL']}}}]}}";

        assertThat(violations(level, version, pod)).isEqualTo(violations);
    }

    @Test
    @DisplayName("restricted judges volumes by their type")
    void volumes() {
        String pod = RESTRICTED_POD.replace(
                "{spec: {", "{spec: {volumes: [{name: 'n', nfs: {}}, {name: 'e', emptyDir: {}}], ");

        assertThat(violations("restricted", "latest", pod))
                .isEqualTo("restricted volume types (volume \"n\" uses restricted volume type \"nfs\")");
    }

    @Test
    @DisplayName("warns of what is not refused, and of templates whose pods will be")
    void warns() {
        namespace("warn: 'baseline', 'pod-security.kubernetes.io/warn-version': 'v1.30'");
        plugin.validate(pod("{spec: {hostPID: true}}"));
        assertThat(warnings)
                .containsExactly("would violate PodSecurity \"baseline:v1.30\": host namespaces (hostPID=true)");

        warnings.clear();
        namespace("enforce: 'baseline'");
        plugin.validate(write(
                Operation.CREATE,
                new GroupResource("apps", "deployments"),
                "{spec: {template: {spec: {hostPID: true}}}}",
                null));
        assertThat(warnings)
                .containsExactly("would violate PodSecurity \"baseline:latest\": host namespaces (hostPID=true)");
    }

    @Test
    @DisplayName("judges an update of a pod only when it brings another image")
    void updates() {
        namespace("enforce: 'baseline'");
        String old = "{spec: {hostPID: true, containers: [{name: 'c', image: 'a'}]}}";

        assertThatCode(() -> plugin.validate(write(Operation.UPDATE, new GroupResource("", "pods"), old, old)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> plugin.validate(
                        write(Operation.UPDATE, new GroupResource("", "pods"), old.replace("'a'", "'b'"), old)))
                .hasMessageContaining("violates PodSecurity \"baseline:latest\"");
    }

    @Test
    @DisplayName("refuses labels that are not valid, and treats them as restricted")
    void labels() {
        assertThatThrownBy(() -> plugin.validate(write(
                        Operation.CREATE,
                        new GroupResource("", "namespaces"),
                        "{metadata: {labels: {'pod-security.kubernetes.io/enforce': 'foo',"
                                + " 'pod-security.kubernetes.io/warn-version': '1.2'}}}",
                        null)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(422))
                .hasMessage("Namespace \"x\" is invalid: [metadata.labels[pod-security.kubernetes.io/enforce]: Invalid"
                        + " value: \"foo\": must be one of privileged, baseline, restricted,"
                        + " metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: \"1.2\": must be"
                        + " \"latest\" or \"v1.x\"]");

        namespace("enforce: 'foo'");
        assertThatThrownBy(() -> plugin.validate(pod("{spec: {containers: [{name: 'c'}]}}")))
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
    }

    @Test
    @DisplayName("tells which pods a stricter level would not let in")
    void existingPods() {
        for (String name : List.of("b", "a", "d")) {
            objects.create(
                    new GroupResource("", "pods"),
                    "x",
                    Json.object("{metadata: {name: '%s'}, spec: {%s: true}}"
                            .formatted(name, name.equals("d") ? "hostIPC" : "hostPID")));
        }
        objects.create(
                new GroupResource("", "pods"),
                "x",
                Json.object("{metadata: {name: 'p'}, spec: {containers: [{name: 'c', securityContext: {privileged:"
                        + " true}}]}}"));

        plugin.validate(write(
                Operation.UPDATE,
                new GroupResource("", "namespaces"),
                "{metadata: {labels: {'pod-security.kubernetes.io/enforce': 'baseline'}}}",
                "{metadata: {}}"));

        assertThat(warnings)
                .containsExactly(
                        "existing pods in namespace \"x\" violate the new PodSecurity enforce level"
                                + " \"baseline:latest\"",
                        "a (and 2 other pods): host namespaces",
                        "p: privileged");
    }

    @Test
    @DisplayName("takes defaults and exemptions from its configuration")
    void configuration() {
        namespace("");
        PodSecurity strict = new PodSecurity(
                objects,
                Json.tree("{defaults: {enforce: 'baseline'}, exemptions: {usernames: ['jane'], runtimeClasses:"
                        + " ['vm']}}"));
        PodSecurity plain = new PodSecurity(
                objects, Json.tree("{defaults: {enforce: 'baseline'}, exemptions: {runtimeClasses: ['vm']}}"));

        assertThatCode(() -> strict.validate(pod("{spec: {hostPID: true}}"))).doesNotThrowAnyException();
        assertThatCode(() -> plain.validate(pod("{spec: {hostPID: true, runtimeClassName: 'vm'}}")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> plain.validate(pod("{spec: {hostPID: true}}")))
                .hasMessageContaining("violates PodSecurity \"baseline:latest\"");
        assertThatThrownBy(() -> new PodSecurity(objects, Json.tree("{defaults: {enforce: 'x'}}")))
                .hasMessage("defaults.enforce: Invalid value: \"x\": must be one of privileged, baseline, restricted");
    }

    private static String violations(String level, String version, String pod) {
        Standard standard = new Standard(
                Level.parse(level).orElseThrow(), PolicyVersion.parse(version).orElseThrow());
        return Checks.violations(standard, JudgedPod.of(Json.object(pod))).stream()
                .map(Violation::toString)
                .collect(Collectors.joining(", "));
    }

    private void namespace(String labels) {
        objects.create(
                new GroupResource("", "namespaces"),
                "",
                Json.object("{metadata: {name: 'ns', labels: {"
                        + labels.replaceFirst("^(\\w+):", "'pod-security.kubernetes.io/$1':") + "}}}"));
    }

    private AdmissionRequest pod(String pod) {
        return write(Operation.CREATE, new GroupResource("", "pods"), pod, null);
    }

    private AdmissionRequest write(Operation operation, GroupResource resource, String object, String old) {
        ObjectNode before = old == null ? null : Json.object(old);
        return Writes.write(operation, resource, Json.object(object), before, warnings::add);
    }
}
