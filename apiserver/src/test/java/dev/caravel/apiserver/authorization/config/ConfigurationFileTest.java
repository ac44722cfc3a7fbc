package dev.caravel.apiserver.authorization.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.flags.AuthorizationFlags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An AuthorizationConfiguration")
class ConfigurationFileTest {
    @TempDir
    Path directory;

    private String kubeconfig;

    @BeforeEach
    void kubeconfig() throws Exception {
        kubeconfig = Files.writeString(directory.resolve("kubeconfig"), "{}").toString();
    }

    @ParameterizedTest
    @CsvSource({"v1", "v1beta1", "v1alpha1"})
    @DisplayName("is read in each of its versions, and defaulted")
    void read(String version) {
        AuthorizationConfiguration configuration = parse("""
                apiVersion: apiserver.config.k8s.io/%s
                kind: AuthorizationConfiguration
                authorizers:
                - {type: Node, name: node}
                - type: Webhook
                  name: first.example.com
                  webhook:
                    timeout: 3s
                    subjectAccessReviewVersion: v1
                    matchConditionSubjectAccessReviewVersion: v1
                    failurePolicy: Deny
                    connectionInfo: {type: KubeConfigFile, kubeConfigFile: %s}
                    matchConditions:
                    - expression: has(request.resourceAttributes)
                - {type: RBAC, name: rbac}
                """.formatted(version, kubeconfig), Set.of());

        assertThat(configuration.authorizers())
                .extracting(AuthorizationConfiguration.Authorizer::name)
                .containsExactly("node", "first.example.com", "rbac");
        Webhook webhook = configuration.authorizers().get(1).webhook().orElseThrow();
        assertThat(webhook.authorizedTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(webhook.unauthorizedTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(webhook.cachesAuthorized()).isTrue();
        assertThat(webhook.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(webhook.conditions()).containsExactly("has(request.resourceAttributes)");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                | failed to load AuthorizationConfiguration from file: Object 'Kind' is missing",
                "[]                                                | failed to load AuthorizationConfiguration from file: couldn't get version/kind; json parse error: it is no object",
                "{kind: Pod, apiVersion: v1}                       | failed to load AuthorizationConfiguration from file: no kind \"Pod\" is registered for version \"v1\"",
                "KIND, more: 1}                                    | failed to load AuthorizationConfiguration from file: strict decoding error: unknown field \"more\"",
                "KIND, authorizers: [{type: RBAC, name: rbac, x: 1}]} | failed to load AuthorizationConfiguration from file: strict decoding error: unknown field \"authorizers[0].x\"",
                "KIND, authorizers: [{type: 1, name: rbac}]}       | failed to load AuthorizationConfiguration from file: json: cannot unmarshal number into field authorizers[0].type of type string",
                "KIND, authorizers: [{type: RBAC, type: RBAC}]}    | failed to load AuthorizationConfiguration from file: yaml: Duplicate field 'type'",
                "KIND}                                             | authorizers: Required value: at least one authorization mode must be defined",
                "KIND, authorizers: [{name: rbac}]}                | authorizers[0].type: Required value",
                "KIND, authorizers: [{type: Foo, name: foo}]}      | authorizers[0].type: Unsupported value: \"Foo\": supported values: \"ABAC\", \"AlwaysAllow\", \"AlwaysDeny\", \"Node\", \"RBAC\", \"Webhook\"",
                "KIND, authorizers: [{type: RBAC, name: rbac}, {type: RBAC, name: other}]} | authorizers[1].type: Duplicate value: \"RBAC\"",
                "KIND, authorizers: [{type: RBAC}]}                | authorizers[0].name: Required value",
                "KIND, authorizers: [{type: RBAC, name: rbac}, {type: Node, name: rbac}]} | authorizers[1].name: Duplicate value: \"rbac\"",
                "KIND, authorizers: [{type: RBAC, name: A_b}]}     | authorizers[0].name: Invalid value: \"A_b\": authorizer name is invalid: a lowercase RFC 1123 subdomain",
                "KIND, authorizers: [{type: RBAC, name: other}]}   | expected name rbac for authorizer RBAC instead of other",
                "KIND, authorizers: [{type: RBAC, name: rbac, webhook: {}}]} | authorizers[0].webhook: Invalid value: \"non-null\": may only be specified when type=Webhook",
                "KIND, authorizers: [{type: Webhook, name: a}]}    | authorizers[0].webhook: Required value: required when type=Webhook",
                "timeout: 0s                                       | authorizers[0].timeout: Required value",
                "timeout: 31s                                      | authorizers[0].timeout: Invalid value: \"31s\": must be > 0s and <= 30s",
                "timeout: -1s                                      | authorizers[0].timeout: Invalid value: \"-1s\": must be > 0s and <= 30s",
                "timeout: soon                                     | failed to load AuthorizationConfiguration from file: authorizers[0].webhook.timeout: time: invalid duration \"soon\"",
                "authorizedTTL: -1m                                | authorizers[0].authorizedTTL: Invalid value: \"-1m0s\": must be > 0s",
                "unauthorizedTTL: -1m                              | authorizers[0].unauthorizedTTL: Invalid value: \"-1m0s\": must be > 0s",
                "subjectAccessReviewVersion: v2                    | authorizers[0].subjectAccessReviewVersion: Unsupported value: \"v2\": supported values: \"v1\", \"v1beta1\"",
                "subjectAccessReviewVersion: ''                    | authorizers[0].subjectAccessReviewVersion: Required value",
                "matchConditionSubjectAccessReviewVersion: v1beta1 | authorizers[0].matchConditionSubjectAccessReviewVersion: Unsupported value: \"v1beta1\": supported values: \"v1\"",
                "matchConditionSubjectAccessReviewVersion: '', matchConditions: [{expression: 'true'}] | authorizers[0].matchConditionSubjectAccessReviewVersion: Required value: required if match conditions are specified",
                "failurePolicy: Fail                               | authorizers[0].failurePolicy: Unsupported value: \"Fail\": supported values: \"Deny\", \"NoOpinion\"",
                "failurePolicy: ''                                 | authorizers[0].failurePolicy: Required value",
                "connectionInfo: {}                                | authorizers[0].connectionInfo.type: Required value",
                "connectionInfo: {type: InClusterConfig}           | authorizers[0].connectionInfo.type: Forbidden: InClusterConfig is not for the API server, which is whom it asks",
                "connectionInfo: {type: KubeConfigFile}            | authorizers[0].connectionInfo.kubeConfigFile: Required value",
                "connectionInfo: {type: KubeConfigFile, kubeConfigFile: a} | authorizers[0].connectionInfo.kubeConfigFile: Invalid value: \"a\": must be an absolute path",
                "connectionInfo: {type: KubeConfigFile, kubeConfigFile: /no/such} | authorizers[0].connectionInfo.kubeConfigFile: Invalid value: \"/no/such\": error loading file: stat /no/such: no such file or directory",
                "connectionInfo: {type: KubeConfigFile, kubeConfigFile: /tmp} | authorizers[0].connectionInfo.kubeConfigFile: Invalid value: \"/tmp\": must be a regular file",
                "matchConditions: [{expression: ' '}]              | authorizers[0].matchConditions[0].expression: Required value",
                "matchConditions: [{expression: 'true'}, {expression: 'true'}] | authorizers[0].matchConditions[1].expression: Duplicate value: \"true\"",
                "matchConditions: [{expression: 'request.user'}]   | authorizers[0].matchConditions[0].expression: Invalid value: \"request.user\": must evaluate to bool but got string",
                "matchConditions: [{expression: 'request.time == 1'}] | authorizers[0].matchConditions[0].expression: Invalid value: \"request.time == 1\": compilation failed: ERROR: <input>:1:8: undefined field 'time'",
                "matchConditions: [{expression: 'request++'}]      | authorizers[0].matchConditions[0].expression: Invalid value: \"request++\": compilation failed: ERROR: <input>:1:",
            })
    @DisplayName("that is no good is refused in upstream's words")
    void refused(String text, String message) {
        assertThatThrownBy(() -> parse(
                        text.startsWith("{") || text.startsWith("[") || text.startsWith("KIND")
                                ? text.replace(
                                        "KIND",
                                        "{kind: AuthorizationConfiguration, apiVersion: apiserver.config.k8s.io/v1")
                                : webhook(text),
                        Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    @DisplayName("has at most 64 conditions for a webhook")
    void conditions() {
        String many = IntStream.range(0, 65)
                .mapToObj(i -> "{expression: 'request.user == \"%d\"'}".formatted(i))
                .collect(Collectors.joining(", "));

        assertThatThrownBy(() -> parse(webhook("matchConditions: [" + many + "]"), Set.of()))
                .hasMessage("authorizers[0].matchConditions: Too many: 65: must have at most 64 items");
    }

    @Test
    @DisplayName("tells all that is wrong at once")
    void several() {
        assertThatThrownBy(() -> parse(
                        "{kind: AuthorizationConfiguration, apiVersion: apiserver.config.k8s.io/v1, authorizers: [{name: a},"
                                + " {type: RBAC}]}",
                        Set.of()))
                .hasMessage("[authorizers[0].type: Required value, authorizers[1].name: Required value]");
    }

    @Test
    @DisplayName("keeps, when it changes, the types that the server was started with")
    void required() {
        assertThatThrownBy(() -> parse(webhook("timeout: 1s"), Set.of("RBAC", "Node")))
                .hasMessage("missing required types: [Node RBAC]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "Foo       | -    | -    | authorization-mode \"Foo\" is not a valid mode",
                "RBAC,RBAC | -    | -    | authorization-mode [\"RBAC\" \"RBAC\"] has mode specified more than once",
                "ABAC      | -    | -    | authorization-mode ABAC's authorization policy file not passed",
                "Webhook   | -    | -    | authorization-mode Webhook's authorization config file not passed",
                "RBAC      | /f   | -    | cannot specify --authorization-webhook-config-file without mode Webhook",
                "RBAC      | -    | /f   | cannot specify --authorization-policy-file without mode ABAC",
            })
    @DisplayName("can be had by flags that go together")
    void flags(String modes, String webhook, String policy, String message) {
        AuthorizationFlags flags = new AuthorizationFlags();
        flags.modes = List.of(modes.split(","));
        flags.webhookConfigFile = webhook == null ? null : Path.of(webhook);
        flags.policyFile = policy == null ? null : Path.of(policy);

        assertThatThrownBy(() -> FlagConfiguration.of(flags)).hasMessage(message);
    }

    @Test
    @DisplayName("has a webhook named default for --authorization-mode=Webhook")
    void webhookFlags() {
        AuthorizationFlags flags = new AuthorizationFlags();
        flags.modes = List.of("Webhook");
        flags.webhookConfigFile = Path.of("/f");
        flags.webhookUnauthorizedTtl = Duration.ZERO;

        AuthorizationConfiguration.Authorizer authorizer =
                FlagConfiguration.of(flags).authorizers().getFirst();

        assertThat(authorizer.name()).isEqualTo("default");
        assertThat(authorizer.webhook())
                .contains(Webhook.ofFlags("/f", "v1beta1", Duration.ofMinutes(5), Duration.ZERO));
    }

    /** A good one but for the line. */
    private String webhook(String line) {
        StringBuilder webhook = new StringBuilder();
        List.of(
                        "timeout: 3s",
                        "subjectAccessReviewVersion: v1",
                        "matchConditionSubjectAccessReviewVersion: v1",
                        "failurePolicy: Deny",
                        "connectionInfo: {type: KubeConfigFile, kubeConfigFile: " + kubeconfig + "}")
                .stream()
                .filter(other -> !line.startsWith(other.substring(0, other.indexOf(':') + 1)))
                .forEach(other -> webhook.append(other).append(", "));
        return "{kind: AuthorizationConfiguration, apiVersion: apiserver.config.k8s.io/v1, authorizers: [{type: Webhook, name: a,"
                + " webhook: {" + webhook + line + "}}]}";
    }

    private static AuthorizationConfiguration parse(String text, Set<String> required) {
        return ConfigurationFile.parse(text.getBytes(StandardCharsets.UTF_8), required);
    }
}
