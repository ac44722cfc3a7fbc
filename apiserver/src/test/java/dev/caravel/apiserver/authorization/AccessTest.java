package dev.caravel.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.rbac.Escalation;
import dev.caravel.apiserver.authorization.rbac.bootstrap.DefaultRoles;
import dev.caravel.apiserver.authorization.rbac.bootstrap.RoleBootstrap;
import dev.caravel.apiserver.authorization.review.AccessReviews;
import dev.caravel.apiserver.authorization.review.RulesReviews;
import dev.caravel.apiserver.flags.AuthorizationFlags;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Access, with --authorization-mode=Node,RBAC and the default roles,")
class AccessTest {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Vertx VERTX = Vertx.vertx();
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    private final InMemoryObjects objects = new InMemoryObjects();
    private AuthorizationSetup access;

    @BeforeEach
    void cluster() throws Exception {
        DefaultRoles defaults = DefaultRoles.load();
        new RoleBootstrap(objects, objects, defaults).ensure();
        put(
                "rolebindings",
                "dev",
                "{metadata: {name: 'eds', namespace: 'dev'}, roleRef: {kind: 'ClusterRole', name: 'edit'},"
                        + " subjects: [{kind: 'User', name: 'ed'}, {kind: 'ServiceAccount', name: 'robot'}]}");
        put(
                "roles",
                "dev",
                "{metadata: {name: 'one', namespace: 'dev'}, rules: [{verbs: ['get'], apiGroups: [''],"
                        + " resources: ['secrets', '*/scale'], resourceNames: ['s']}]}");
        put(
                "rolebindings",
                "dev",
                "{metadata: {name: 'ones', namespace: 'dev'}, roleRef: {kind: 'Role', name: 'one'},"
                        + " subjects: [{kind: 'Group', name: 'ops'}]}");
        objects.create(
                new GroupResource("", "pods"),
                "dev",
                Json.object("{metadata: {name: 'p', namespace: 'dev'}, spec: {nodeName: 'n1',"
                        + " serviceAccountName: 'robot', imagePullSecrets: [{name: 'pull'}], containers: [{env: [{valueFrom:"
                        + " {configMapKeyRef: {name: 'conf'}}}]}], volumes: [{secret: {secretName: 's'}}, {persistentVolumeClaim:"
                        + " {claimName: 'c'}}, {projected: {sources: [{configMap: {name: 'kube-root-ca.crt'}}]}}],"
                        + " resourceClaims: [{name: 'a', resourceClaimName: 'own'}, {name: 'b', resourceClaimTemplateName: 't'}]},"
                        + " status: {resourceClaimStatuses: [{name: 'b', resourceClaimName: 'made'}, {name: 'a', resourceClaimName:"
                        + " 'lie'}, {name: 'c', resourceClaimName: 'lie'}]}}"));
        objects.create(
                new GroupResource("", "persistentvolumes"),
                "",
                Json.object("{metadata: {name: 'pv'}, spec:"
                        + " {claimRef: {namespace: 'dev', name: 'c'}, csi: {nodeStageSecretRef: {name: 'stage', namespace: 'sys'},"
                        + " controllerPublishSecretRef: {name: 'attach', namespace: 'sys'}}}}"));
        access = setup(objects, "Node", "RBAC");
    }

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @ParameterizedTest(name = "{0} {1} {2} in \"{3}\" named \"{4}\": {5}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ed                               | list   | pods           | dev  |    | RBAC: allowed by RoleBinding \"eds/dev\" of ClusterRole \"edit\" to User \"ed\"",
                "system:serviceaccount:dev:robot  | delete | deployments.apps | dev |   | RBAC: allowed by RoleBinding \"eds/dev\" of ClusterRole \"edit\" to ServiceAccount \"robot/dev\"",
                "ed                               | list   | pods           | prod |    | NO",
                "ed                               | list   | pods           |      |    | NO",
                "ed                               | create | roles.rbac.authorization.k8s.io | dev | | NO",
                "x+ops                            | get    | secrets        | dev  | s  | RBAC: allowed by RoleBinding \"ones/dev\" of Role \"one\" to Group \"ops\"",
                "x+ops                            | get    | secrets        | dev  | t  | NO",
                "x+ops                            | get    | things/scale   | dev  | s  | RBAC: allowed by RoleBinding \"ones/dev\" of Role \"one\" to Group \"ops\"",
                "x+ops                            | get    | things/status  | dev  | s  | NO",
                "x+system:masters                 | escalate | anything     |      |    | YES",
                "x+system:authenticated           | create | selfsubjectaccessreviews.authorization.k8s.io | | | RBAC: allowed by ClusterRoleBinding \"system:basic-user\" of ClusterRole \"system:basic-user\" to Group \"system:authenticated\"",
                "system:kube-scheduler            | create | pods/binding   | dev  | p  | RBAC: allowed by ClusterRoleBinding \"system:kube-scheduler\" of ClusterRole \"system:kube-scheduler\" to User \"system:kube-scheduler\"",
                "system:serviceaccount:kube-system:job-controller | create | pods | dev | | RBAC: allowed by ClusterRoleBinding \"system:controller:job-controller\" of ClusterRole \"system:controller:job-controller\" to ServiceAccount \"job-controller/kube-system\"",
            })
    @DisplayName("by role")
    void byRole(String user, String verb, String resource, String namespace, String name, String expected) {
        assertThat(say(ask(user, verb, resource, namespace, name, ""))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} {2} in \"{3}\" named \"{4}\" where \"{5}\": {6}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n1 | get    | secrets    | dev | s     | | YES",
                "n1 | get    | secrets    | dev | pull  | | YES",
                "n1 | watch  | configmaps | dev | conf  | | YES",
                "n1 | list   | configmaps | dev | kube-root-ca.crt | | YES",
                "n1 | get    | secrets    | dev | other | | no relationship found between node 'n1' and this object",
                "n2 | get    | secrets    | dev | s     | | no relationship found between node 'n2' and this object",
                "n1 | list   | secrets    | dev |       | | No Object name found",
                "n1 | create | secrets    | dev | s     | | can only read resources of this type",
                "n1 | get    | persistentvolumeclaims | dev | c | | YES",
                "n1 | get    | persistentvolumes |  | pv | | YES",
                "n2 | get    | persistentvolumes |  | pv | | no relationship found between node 'n2' and this object",
                "n1 | get    | secrets    | sys | stage | | YES",
                "n1 | get    | secrets    | sys | attach | | no relationship found between node 'n1' and this object",
                "n1 | get    | resourceclaims.resource.k8s.io | dev | own | | YES",
                "n1 | get    | resourceclaims.resource.k8s.io | dev | made | | YES",
                "n1 | get    | resourceclaims.resource.k8s.io | dev | lie | | no relationship found between node 'n1' and this object",
                "n1 | list   | resourceclaims.resource.k8s.io | dev | own | | can only get individual resources of this type",
                "n1 | create | serviceaccounts/token | dev | robot | | YES",
                "n1 | create | serviceaccounts/token | dev | other | | no relationship found between node 'n1' and this object",
                "n1 | get    | nodes      |     | n1    | | YES",
                "n1 | get    | nodes      |     | n2    | | node 'n1' cannot read 'n2', only its own Node object",
                "n1 | list   | pods       |     |       | spec.nodeName=n1 | YES",
                "n1 | list   | pods       |     |       | spec.nodeName=n2 | can only list/watch pods with spec.nodeName field selector",
                "n1 | get    | pods       | dev | p     | | YES",
                "n1 | patch  | pods/status | dev | p    | | YES",
                "n1 | update | leases.coordination.k8s.io | kube-node-lease | n1 | | YES",
                "n1 | update | leases.coordination.k8s.io | kube-node-lease | n2 | | can only access node lease with the same name as the requesting node",
                "n1 | list   | services   |     |       | | YES",
                "n1 | create | events     | dev |       | | YES",
                "n1 | delete | services   | dev | s     | | NO",
            })
    @DisplayName("by what a node's pods need")
    void byNode(
            String node,
            String verb,
            String resource,
            String namespace,
            String name,
            String selector,
            String expected) {
        assertThat(say(ask("system:node:" + node + "+system:nodes", verb, resource, namespace, name, selector)))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("to paths")
    void paths() {
        assertThat(path("/version", "x", "system:unauthenticated").allowed()).isTrue();
        assertThat(path("/apis/apps", "x", "system:authenticated").allowed()).isTrue();
        assertThat(path("/metrics", "x", "system:authenticated").allowed()).isFalse();
        assertThat(path("/metrics", "x", "system:monitoring").allowed()).isTrue();
    }

    @Test
    @DisplayName("ends with the binding")
    void followsDeletion() throws IOException {
        objects.delete(new GroupResource(RBAC, "rolebindings"), "dev", "eds", Json.object("{}"), null);
        AuthorizationSetup later = setup(objects, "RBAC");

        assertThat(later.authorizer()
                        .authorize(attributes("ed", "list", "pods", "dev", "", ""))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("is told to those who ask")
    void reviews() {
        AccessReviews reviews = new AccessReviews(access.authorizer());
        ObjectNode review = Json.object(
                "{spec: {user: 'ed', resourceAttributes: {verb: 'list', resource: 'pods', namespace: 'dev'}}}");

        assertThat(reviews.subject(context("admin"), review).get("status"))
                .isEqualTo(Json.object(
                        "{allowed: true, reason: 'RBAC: allowed by RoleBinding \\\"eds/dev\\\" of ClusterRole"
                                + " \\\"edit\\\" to User \\\"ed\\\"'}"));
        assertThat(reviews.self(context("nobody"), review).get("status")).isEqualTo(Json.object("{allowed: false}"));
        assertThatThrownBy(() -> reviews.subject(context("admin"), Json.object("{spec: {user: 'ed'}}")))
                .hasMessage(".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid"
                        + " value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified");
        ObjectNode rules = new RulesReviews((RuleResolver) access.authorizer())
                .create(context("x", "ops"), Json.object("{spec: {namespace: 'dev'}}"));
        assertThat(rules.get("status"))
                .isEqualTo(Json.object(
                        "{resourceRules: [{verbs: ['get'], apiGroups: [''], resources: ['secrets', '*/scale'],"
                                + " resourceNames: ['s']}], nonResourceRules: [], incomplete: false}"));
    }

    @Test
    @DisplayName("cannot be given by those who do not have it")
    void escalation() {
        ObjectNode role = Json.object("{metadata: {name: 'r', namespace: 'dev'}, rules: [{apiGroups: [''], resources:"
                + " ['pods', 'nodes'], verbs: ['get', 'list']}]}");
        Escalation escalation = new Escalation(access.policy(), access.authorizer());

        assertThatThrownBy(() -> escalation.validate(write("roles", role, "ed", "dev")))
                .hasMessage(
                        "roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"ed\" (groups=[\"dev\"]) is attempting to"
                                + " grant RBAC permissions not currently held:\n"
                                + "{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\" \"list\"]}");
        assertThatThrownBy(() -> escalation.validate(write(
                        "rolebindings",
                        Json.object(
                                "{metadata: {name: 'r', namespace: 'dev'}, roleRef: {kind: 'ClusterRole', name: 'system:monitoring'}}"),
                        "ed")))
                .hasMessageContaining("{NonResourceURLs:[\"/metrics\"], Verbs:[\"get\"]}");
        escalation.validate(write("roles", role, "root", "system:masters"));
        escalation.validate(write(
                "rolebindings",
                Json.object("{metadata: {name: 'r', namespace: 'dev'}, roleRef: {kind: 'ClusterRole', name: 'view'}}"),
                "ed"));
    }

    @Test
    @DisplayName("cannot be given by a change of labels, which may make a role part of another")
    void escalationByLabels() {
        Escalation escalation = new Escalation(access.policy(), access.authorizer());
        ObjectNode known = Json.object(
                "{metadata: {name: 'r'}, rules: [{verbs: ['get'], apiGroups: [''], resources: ['secrets']}]}");
        ObjectNode unknown = Json.object(
                "{metadata: {name: 'r'}, rules: [{verbs: ['get'], apiGroups: [''], resources: ['nodes']}]}");
        ObjectNode aggregated = Json.object(
                "{metadata: {name: 'r'}, rules: [], aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: 'b'}}]}}");

        escalation.validate(update(known, labelled(known)));
        assertThatThrownBy(() -> escalation.validate(update(unknown, labelled(unknown))))
                .hasMessageContaining("is attempting to grant RBAC permissions not currently held");
        assertThatThrownBy(() -> escalation.validate(update(aggregated, labelled(aggregated))))
                .hasMessage("clusterroles.rbac.authorization.k8s.io \"r\" is forbidden: must have cluster-admin"
                        + " privileges to use the aggregationRule");
        ObjectNode collected = unknown.deepCopy();
        collected.withObject("/metadata").putArray("finalizers").add("example.com/x");
        escalation.validate(update(unknown, collected));
    }

    private static ObjectNode labelled(ObjectNode role) {
        ObjectNode changed = role.deepCopy();
        changed.withObject("/metadata/labels").put("a", "b");
        return changed;
    }

    private static AdmissionRequest update(ObjectNode old, ObjectNode changed) {
        return new AdmissionRequest(
                Operation.UPDATE,
                CATALOG.find(new GroupVersionResource(RBAC, "v1", "clusterroles"))
                        .orElseThrow(),
                "",
                "dev",
                "r",
                Optional.of(changed),
                Optional.of(old),
                UserInfo.of("ed"),
                false,
                new ArrayList<String>()::add);
    }

    @Test
    @DisplayName("is refused with the roles that are bound and missing")
    void missingRoles() throws IOException {
        put(
                "clusterrolebindings",
                "",
                "{metadata: {name: 'broken'}, roleRef: {kind: 'ClusterRole', name: 'missing'}, subjects: [{kind: 'User', name: 'bob'}]}");
        put(
                "rolebindings",
                "dev",
                "{metadata: {name: 'broken', namespace: 'dev'}, roleRef: {kind: 'Role', name: 'missing'}, subjects: [{kind: 'User',"
                        + " name: 'bob'}]}");
        AuthorizationSetup later = setup(objects, "RBAC");
        String one = "clusterrole.rbac.authorization.k8s.io \"missing\" not found";
        String both = "[" + one + ", role.rbac.authorization.k8s.io \"missing\" not found]";

        assertThat(say(later.authorizer().authorize(attributes("bob", "get", "pods", "", "", ""))))
                .isEqualTo("RBAC: " + one);
        assertThat(say(later.authorizer().authorize(attributes("bob", "get", "pods", "dev", "", ""))))
                .isEqualTo("RBAC: " + both);
        assertThat(new RulesReviews((RuleResolver) later.authorizer())
                        .create(context("bob"), Json.object("{spec: {namespace: 'dev'}}"))
                        .at("/status/evaluationError")
                        .asText())
                .isEqualTo(both);
        assertThatThrownBy(() -> new Escalation(later.policy(), later.authorizer())
                        .validate(write(
                                "roles",
                                Json.object(
                                        "{metadata: {name: 'r'}, rules: [{verbs: ['get'], nonResourceURLs: ['/x']}]}"),
                                "bob")))
                .hasMessageEndingWith("{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}; resolution errors:"
                        + " [roles.rbac.authorization.k8s.io \"missing\" not found]");
        assertThatThrownBy(() -> new Escalation(later.policy(), later.authorizer())
                        .validate(write(
                                "rolebindings",
                                Json.object("{metadata: {name: 'r'}, roleRef: {kind: 'ClusterRole', name: 'nope'}}"),
                                "bob")))
                .hasMessage("rolebindings.rbac.authorization.k8s.io \"nope\" not found");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | .authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
                "{resourceAttributes: {}, nonResourceAttributes: {path: '/x', verb: 'get'}} | .authorization.k8s.io \"\" is invalid: spec.nonResourceAttributes: Invalid value: {\"Path\":\"/x\",\"Verb\":\"get\"}: cannot be specified in combination with resourceAttributes",
                "{resourceAttributes: {fieldSelector: {}}}                      | .authorization.k8s.io \"\" is invalid: spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required",
                "{resourceAttributes: {fieldSelector: {rawSelector: 'a=b', requirements: [{key: 'a', operator: 'In', values: ['b']}]}}} | .authorization.k8s.io \"\" is invalid: spec.resourceAttributes.fieldSelector.rawSelector: Invalid value: \"a=b\": may not specified at the same time as requirements",
                "{resourceAttributes: {fieldSelector: {requirements: [{operator: 'Exists', values: ['b']}]}}} | .authorization.k8s.io \"\" is invalid: [spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified, spec.resourceAttributes.fieldSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist']",
                "{resourceAttributes: {labelSelector: {requirements: [{key: 'a', operator: 'In'}]}}} | .authorization.k8s.io \"\" is invalid: spec.resourceAttributes.labelSelector.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                "{resourceAttributes: {labelSelector: {requirements: [{key: 'a b', operator: 'Exists'}]}}} | .authorization.k8s.io \"\" is invalid: spec.resourceAttributes.labelSelector.requirements[0].key: Invalid value: \"a b\": name part must consist of",
            })
    @DisplayName("is not told about questions that make no sense")
    void badQuestions(String spec, String message) {
        AccessReviews reviews = new AccessReviews(access.authorizer());

        assertThatThrownBy(() -> reviews.self(context("ed"), Json.object("{spec: " + spec + "}")))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fieldSelector: {rawSelector: 'spec.nodeName=n1'}                                          | {allowed: true}",
                "fieldSelector: {requirements: [{key: 'spec.nodeName', operator: 'In', values: ['n1']}]}    | {allowed: true}",
                "fieldSelector: {requirements: [{key: 'spec.nodeName', operator: 'NotIn', values: ['n1']}]} | {allowed: false, reason: 'can only list/watch pods with spec.nodeName field selector'}",
                "fieldSelector: {rawSelector: 'a=b,c'}, labelSelector: {rawSelector: 'a in ('}              | {allowed: false, reason: 'can only list/watch pods with spec.nodeName field selector', evaluationError: 'spec.resourceAttributes.fieldSelector ignored due to parse error; spec.resourceAttributes.labelSelector ignored due to parse error'}",
                "fieldSelector: {requirements: [{key: 'spec.nodeName', operator: 'In', values: ['n1']}, {key: 'a', operator: 'In', values: ['1', '2']}]} | {allowed: true, evaluationError: 'spec.resourceAttributes.fieldSelector partially ignored due to parse error'}",
            })
    @DisplayName("is told about lists that are narrowed")
    void narrowed(String selectors, String status) {
        AccessReviews reviews = new AccessReviews(access.authorizer());

        ObjectNode answer = reviews.self(
                context("system:node:n1", "system:nodes"),
                Json.object("{spec: {resourceAttributes: {verb: 'list', resource: 'pods', " + selectors + "}}}"));

        assertThat(answer.get("status")).isEqualTo(Json.object(status));
    }

    @Test
    @DisplayName("is not changed by a second start, but mended")
    void bootstrapAgain() throws InterruptedException {
        GroupResource roles = new GroupResource(RBAC, "clusterroles");
        String before = objects.list(roles, "").toString();
        new RoleBootstrap(objects, objects, DefaultRoles.load()).ensure();
        assertThat(objects.list(roles, "").toString()).isEqualTo(before);

        objects.mutate(roles, "", "system:monitoring", role -> {
            role.putArray("rules");
            return role;
        });
        objects.mutate(roles, "", "system:discovery", role -> {
            role.putArray("rules");
            role.withObject("/metadata/annotations").put("rbac.authorization.kubernetes.io/autoupdate", "false");
            return role;
        });
        new RoleBootstrap(objects, objects, DefaultRoles.load()).ensure();

        assertThat(objects.get(roles, "", "system:monitoring").orElseThrow().get("rules"))
                .isNotEmpty();
        assertThat(objects.get(roles, "", "system:discovery").orElseThrow().get("rules"))
                .isEmpty();
    }

    private static AuthorizationSetup setup(InMemoryObjects objects, String... modes) throws IOException {
        AuthorizationFlags flags = new AuthorizationFlags();
        flags.modes = List.of(modes);
        return new AuthorizationSetup(
                flags,
                new AuthorizationSetup.Surroundings(
                        objects,
                        DefaultRoles.load(),
                        VERTX,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        Clock.systemUTC(),
                        new Random(1),
                        "test"));
    }

    private Decision ask(String who, String verb, String resource, String namespace, String name, String selector) {
        return access.authorizer().authorize(attributes(who, verb, resource, namespace, name, selector));
    }

    /** @param who user+group */
    private static Attributes attributes(
            String who, String verb, String resource, String namespace, String name, String selector) {
        String[] user = who.split("\\+");
        int dot = resource.indexOf('.');
        String path = dot < 0 ? resource : resource.substring(0, dot);
        int slash = path.indexOf('/');
        return new Attributes(
                UserInfo.of(user[0], Arrays.copyOfRange(user, 1, user.length)),
                verb,
                text(namespace),
                dot < 0 ? "" : resource.substring(dot + 1),
                "v1",
                slash < 0 ? path : path.substring(0, slash),
                slash < 0 ? "" : path.substring(slash + 1),
                text(name),
                true,
                "",
                Selectors.parse(text(selector), ""));
    }

    private Decision path(String path, String user, String group) {
        return access.authorizer()
                .authorize(new Attributes(UserInfo.of(user, group), "get", "", "", "", "", "", "", false, path));
    }

    private static String say(Decision decision) {
        return decision.reason().isEmpty() ? decision.allowed() ? "YES" : "NO" : decision.reason();
    }

    private static AdmissionRequest write(String resource, ObjectNode object, String user, String... groups) {
        return new AdmissionRequest(
                Operation.CREATE,
                CATALOG.find(new GroupVersionResource(RBAC, "v1", resource)).orElseThrow(),
                "",
                "dev",
                "r",
                Optional.of(object),
                Optional.empty(),
                new UserInfo(user, "", List.of(groups), Map.of()),
                false,
                new ArrayList<String>()::add);
    }

    private static Context context(String user, String... groups) {
        return new Context("", "", "", UserInfo.of(user, groups), false);
    }

    private void put(String resource, String namespace, String object) {
        objects.create(new GroupResource(RBAC, resource), namespace, Json.object(object));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
