package dev.caravel.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.plugins.DefaultClass;
import dev.caravel.apiserver.admission.plugins.DefaultTolerationSeconds;
import dev.caravel.apiserver.admission.plugins.NamespaceLifecycle;
import dev.caravel.apiserver.admission.plugins.PriorityAdmission;
import dev.caravel.apiserver.admission.plugins.ServiceAccountAdmission;
import dev.caravel.apiserver.admission.plugins.SystemPriorityClasses;
import dev.caravel.apiserver.admission.plugins.TaintNodesByCondition;
import dev.caravel.apiserver.admission.plugins.node.NodeRestriction;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Admission")
class AdmissionTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final UserInfo JANE = UserInfo.of("jane");

    private final InMemoryObjects objects = new InMemoryObjects();
    private final ServiceAccountAdmission accounts = new ServiceAccountAdmission(objects, () -> "abcde", Duration.ZERO);

    @BeforeEach
    void cluster() {
        put("namespaces", "", "{metadata: {name: 'ns'}, status: {phase: 'Active'}}");
        put("namespaces", "", "{metadata: {name: 'old'}, status: {phase: 'Terminating'}}");
        put(
                "serviceaccounts",
                "ns",
                "{metadata: {name: 'default', namespace: 'ns'}, imagePullSecrets: [{name: 'pull'}]}");
        put(
                "serviceaccounts",
                "ns",
                "{metadata: {name: 'quiet', namespace: 'ns'}, automountServiceAccountToken: false}");
        new SystemPriorityClasses(objects, objects).ensure();
    }

    @Test
    @DisplayName("runs plugins in upstream's order, and knows which are on")
    void order() {
        List<AdmissionPlugin> all = List.of(
                new DefaultTolerationSeconds(300, 300),
                new NodeRestriction(objects, _ -> Authorizer.NO_OPINION),
                accounts,
                new NamespaceLifecycle(objects, Clock.systemUTC()));

        assertThat(names(all, List.of(), List.of()))
                .containsExactly("NamespaceLifecycle", "ServiceAccount", "DefaultTolerationSeconds");
        assertThat(names(all, List.of("NodeRestriction"), List.of("ServiceAccount")))
                .containsExactly("NamespaceLifecycle", "NodeRestriction", "DefaultTolerationSeconds");
        assertThatThrownBy(() -> names(all, List.of("Nonsense"), List.of()))
                .hasMessage("enable-admission-plugins plugin \"Nonsense\" is unknown");
    }

    @Test
    @DisplayName("refuses what is made where nothing can be made")
    void namespaces() {
        NamespaceLifecycle lifecycle = new NamespaceLifecycle(objects, Clock.systemUTC());

        lifecycle.mutate(create("pods", "ns", "{}"));
        assertThatThrownBy(() -> lifecycle.mutate(create("pods", "gone", "{}")))
                .hasMessage("namespaces \"gone\" not found");
        assertThatThrownBy(() -> lifecycle.mutate(create("pods", "old", "{}")))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status().code()).isEqualTo(403);
                    assertThat(e.status()
                                    .details()
                                    .orElseThrow()
                                    .causes()
                                    .getFirst()
                                    .reason())
                            .isEqualTo("NamespaceTerminating");
                })
                .hasMessage("pods \"p\" is forbidden: unable to create new content in namespace old because it is being"
                        + " terminated");
        assertThatThrownBy(() -> lifecycle.validate(request(
                        Operation.DELETE, "namespaces", "", "kube-system", JANE, Optional.empty(), Optional.empty())))
                .hasMessage("namespaces \"kube-system\" is forbidden: this namespace may not be deleted");
    }

    @Test
    @DisplayName("gives a pod its service account, and the token's volume")
    void serviceAccount() {
        AdmissionRequest request = create(
                "pods",
                "ns",
                "{spec: {containers: [{name: 'a'}, {name: 'b', volumeMounts: [{name: 'x', mountPath:"
                        + " '/var/run/secrets/kubernetes.io/serviceaccount'}]}]}}");

        accounts.mutate(request);
        accounts.validate(request);

        assertThat(Json.reread(request.object().orElseThrow().get("spec")))
                .isEqualTo(Json.tree(
                        "{containers: [{name: 'a', volumeMounts: [{name: 'kube-api-access-abcde', readOnly: true,"
                                + " mountPath: '/var/run/secrets/kubernetes.io/serviceaccount'}]}, {name: 'b', volumeMounts: [{name: 'x',"
                                + " mountPath: '/var/run/secrets/kubernetes.io/serviceaccount'}]}], serviceAccountName: 'default',"
                                + " serviceAccount: 'default', imagePullSecrets: [{name: 'pull'}], volumes: [{name:"
                                + " 'kube-api-access-abcde', projected: {sources: [{serviceAccountToken: {expirationSeconds: 3607, path:"
                                + " 'token'}}, {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},"
                                + " {downwardAPI: {items: [{path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath:"
                                + " 'metadata.namespace'}}]}}], defaultMode: 420}}]}"));
    }

    @ParameterizedTest(name = "{0}: volumes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{serviceAccountName: 'quiet', containers: [{name: 'a'}]} | 0",
                "{serviceAccountName: 'quiet', automountServiceAccountToken: true, containers: [{name: 'a'}]} | 1",
                "{automountServiceAccountToken: false, containers: [{name: 'a'}]} | 0",
            })
    @DisplayName("mounts no token where it is not wanted")
    void noAutomount(String spec, int volumes) {
        AdmissionRequest request = create("pods", "ns", "{spec: " + spec + "}");

        accounts.mutate(request);

        assertThat(request.object().orElseThrow().at("/spec/volumes")).hasSize(volumes);
    }

    @Test
    @DisplayName("refuses a pod of an account that is not there")
    void noAccount() {
        assertThatThrownBy(() -> accounts.mutate(create("pods", "ns", "{spec: {serviceAccountName: 'nobody'}}")))
                .hasMessage(
                        "pods \"p\" is forbidden: error looking up service account ns/nobody: serviceaccount \"nobody\" not"
                                + " found");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                          | node.kubernetes.io/not-ready node.kubernetes.io/unreachable",
                "[{operator: 'Exists'}]                      | ",
                "[{key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute'}] | node.kubernetes.io/unreachable",
                "[{key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule'}] | node.kubernetes.io/not-ready node.kubernetes.io/unreachable",
            })
    @DisplayName("adds tolerations")
    void tolerations(String given, String added) {
        AdmissionRequest request = create("pods", "ns", "{spec: {tolerations: " + given + "}}");

        new DefaultTolerationSeconds(300, 300).mutate(request);

        List<String> keys = new ArrayList<>();
        request.object().orElseThrow().at("/spec/tolerations").forEach(toleration -> {
            if (toleration.path("tolerationSeconds").asInt() == 300) {
                keys.add(toleration.get("key").asText());
            }
        });
        assertThat(String.join(" ", keys)).isEqualTo(added == null ? "" : added);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | {priority: 0, preemptionPolicy: 'PreemptLowerPriority'}",
                "{priorityClassName: 'system-node-critical'}    | {priorityClassName: 'system-node-critical', priority: 2000001000, preemptionPolicy: 'PreemptLowerPriority'}",
                "{priorityClassName: 'x'}                       | pods \"p\" is forbidden: no PriorityClass with name x was found",
                "{priority: 7}                                  | pods \"p\" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name",
            })
    @DisplayName("resolves priorities")
    void priority(String spec, String expected) {
        AdmissionRequest request = create("pods", "ns", "{spec: " + spec + "}");
        PriorityAdmission priority = new PriorityAdmission(objects);

        if (expected.startsWith("{")) {
            priority.mutate(request);
            assertThat(Json.reread(request.object().orElseThrow().get("spec"))).isEqualTo(Json.tree(expected));
        } else {
            assertThatThrownBy(() -> priority.mutate(request)).hasMessage(expected);
        }
    }

    @Test
    @DisplayName("taints new nodes, once")
    void taints() {
        AdmissionRequest request = create("nodes", "", "{}");

        new TaintNodesByCondition().mutate(request);
        new TaintNodesByCondition().mutate(request);

        assertThat(request.object().orElseThrow().at("/spec/taints"))
                .isEqualTo(Json.tree("[{key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}]"));
    }

    @Test
    @DisplayName("gives claims the newest default class")
    void defaultClass() {
        for (String day : List.of("1", "3", "2")) {
            objects.create(
                    new GroupResource("storage.k8s.io", "storageclasses"),
                    "",
                    Json.object(
                            "{metadata: {name: 'c%s', creationTimestamp: '2026-01-0%sT00:00:00Z', annotations: {'storageclass.kubernetes.io/is-default-class': 'true'}}}"
                                    .formatted(day, day)));
        }
        AdmissionRequest none = create("persistentvolumeclaims", "ns", "{spec: {}}");
        AdmissionRequest empty = create("persistentvolumeclaims", "ns", "{spec: {storageClassName: ''}}");
        DefaultClass plugin = new DefaultClass(DefaultClass.Kind.STORAGE, objects);

        plugin.mutate(none);
        plugin.mutate(empty);

        assertThat(none.object().orElseThrow().at("/spec/storageClassName").asText())
                .isEqualTo("c3");
        assertThat(empty.object().orElseThrow().at("/spec/storageClassName").asText())
                .isEmpty();
    }

    private static List<String> names(List<AdmissionPlugin> all, List<String> enabled, List<String> disabled) {
        return AdmissionChain.of(all, enabled, disabled).stream()
                .map(AdmissionPlugin::name)
                .toList();
    }

    private static AdmissionRequest create(String resource, String namespace, String object) {
        return request(
                Operation.CREATE, resource, namespace, "p", JANE, Optional.of(Json.object(object)), Optional.empty());
    }

    private static AdmissionRequest request(
            Operation operation,
            String resource,
            String namespace,
            String name,
            UserInfo user,
            Optional<ObjectNode> object,
            Optional<ObjectNode> old) {
        return new AdmissionRequest(
                operation,
                CATALOG.find(new GroupResource("", resource)).orElseThrow(),
                "",
                namespace,
                name,
                object,
                old,
                user,
                false,
                warning -> {});
    }

    private void put(String resource, String namespace, String object) {
        objects.create(new GroupResource("", resource), namespace, Json.object(object));
    }
}
