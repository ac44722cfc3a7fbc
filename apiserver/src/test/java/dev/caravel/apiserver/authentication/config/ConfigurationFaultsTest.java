package dev.caravel.apiserver.authentication.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.resource.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An AuthenticationConfiguration")
class ConfigurationFaultsTest {
    private static final String OWN_ISSUER = "https://kubernetes.default.svc";

    /** One that is good, of which each test changes a line. */
    private static final String GOOD = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthenticationConfiguration
            jwt:
            - issuer:
                url: https://issuer.example.com
                discoveryURL: https://other.example.com/discovery
                audiences: [caravel]
                audienceMatchPolicy: MatchAny
              claimValidationRules:
              - {claim: hd, requiredValue: example.com}
              - {expression: 'claims.email_verified == true', message: unverified}
              claimMappings:
                username: {expression: 'claims.email'}
                groups: {claim: groups, prefix: ''}
                uid: {claim: sub}
                extra:
                - {key: example.com/tenant, valueExpression: 'claims.tenant'}
              userValidationRules:
              - {expression: "!user.username.startsWith('system:')"}
            """;

    @ParameterizedTest
    @CsvSource({"v1", "v1beta1", "v1alpha1"})
    @DisplayName("may be of each version, in YAML")
    void good(String version) {
        assertThat(faults(GOOD.replace("io/v1\n", "io/" + version + "\n"))).isEmpty();
    }

    @Test
    @DisplayName("may name no issuer yet")
    void empty() {
        assertThat(faults("{apiVersion: apiserver.config.k8s.io/v1, kind: AuthenticationConfiguration, jwt: []}"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url: https://issuer.example.com | url: '' | jwt[0].issuer.url: Required value",
                "https://issuer.example.com | http://issuer.example.com | jwt[0].issuer.url: Invalid value: \"http://issuer.example.com\": URL scheme must be https",
                "https://issuer.example.com | https://a:b@issuer.example.com | jwt[0].issuer.url: Invalid value: \"https://a:b@issuer.example.com\": URL must not contain a username or password",
                "https://issuer.example.com | https://issuer.example.com?a=b | jwt[0].issuer.url: Invalid value: \"https://issuer.example.com?a=b\": URL must not contain a query",
                "https://issuer.example.com | 'https://issuer.example.com#a' | jwt[0].issuer.url: Invalid value: \"https://issuer.example.com#a\": URL must not contain a fragment",
                "https://issuer.example.com | https://kubernetes.default.svc | jwt[0].issuer.url: Invalid value: \"https://kubernetes.default.svc\": URL must not overlap with disallowed issuers: [https://kubernetes.default.svc]",
                "https://other.example.com/discovery | https://issuer.example.com/ | jwt[0].issuer.discoveryURL: Invalid value: \"https://issuer.example.com/\": discoveryURL must be different from URL",
                "audiences: [caravel] | audiences: [] | jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required",
                "audiences: [caravel] | audiences: [''] | jwt[0].issuer.audiences[0]: Required value",
                "audiences: [caravel] | audiences: [a, a] | jwt[0].issuer.audiences[1]: Duplicate value: \"a\"",
                "MatchAny | MatchAll | jwt[0].issuer.audienceMatchPolicy: Invalid value: \"MatchAll\": audienceMatchPolicy must be empty or MatchAny for single audience",
                "audienceMatchPolicy: MatchAny | certificateAuthority: none | jwt[0].issuer.certificateAuthority: Invalid value: \"<omitted>\": data does not contain any valid RSA or ECDSA certificates",
                "audienceMatchPolicy: MatchAny | egressSelectorType: cluster | jwt[0].issuer.egressSelectorType: Invalid value: \"cluster\": egress selector is not supported when StructuredAuthenticationConfigurationEgressSelector feature gate is disabled",
                "audienceMatchPolicy: MatchAny | egressSelectorType: moon | jwt[0].issuer.egressSelectorType: Invalid value: \"moon\": egress selector must be either controlplane or cluster",
                "{claim: hd, requiredValue: example.com} | {claim: hd, expression: 'true'} | jwt[0].claimValidationRules[0]: Invalid value: \"hd\": claim and expression can't both be set",
                "{claim: hd, requiredValue: example.com} | {message: why} | jwt[0].claimValidationRules[0]: Required value: claim or expression is required",
                "{claim: hd, requiredValue: example.com} | {claim: hd, message: why} | jwt[0].claimValidationRules[0].message: Invalid value: \"why\": may not be specified when claim is set",
                "{claim: hd, requiredValue: example.com} | {expression: 'true', requiredValue: a} | jwt[0].claimValidationRules[0].requiredValue: Invalid value: \"a\": may not be specified when expression is set",
                "{claim: hd, requiredValue: example.com} | {expression: claims.hd} | jwt[0].claimValidationRules[0].expression: Invalid value: \"claims.hd\": must evaluate to bool",
                "username: {expression: 'claims.email'} | username: {} | jwt[0].claimMappings.username: Required value: claim or expression is required",
                "username: {expression: 'claims.email'} | username: {claim: sub} | jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing",
                "username: {expression: 'claims.email'} | username: {expression: claims.sub, prefix: a} | jwt[0].claimMappings.username.prefix: Invalid value: \"a\": may not be specified when expression is set",
                "username: {expression: 'claims.email'} | username: {expression: claims.sub, claim: sub} | jwt[0].claimMappings.username: Invalid value: \"\": claim and expression can't both be set",
                "claims.email_verified == true | claims.hd == \"a\" | jwt[0].claimMappings.username.expression: Invalid value: \"claims.email\": claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression",
                "uid: {claim: sub} | uid: {claim: sub, expression: claims.sub} | jwt[0].claimMappings.uid: Invalid value: \"\": claim and expression can't both be set",
                "example.com/tenant | tenant | jwt[0].claimMappings.extra[0].key: Invalid value: \"tenant\": must be a domain-prefixed path (such as \"acme.io/foo\")",
                "example.com/tenant | example.com/Tenant | jwt[0].claimMappings.extra[0].key: Invalid value: \"example.com/Tenant\": must be lowercase",
                "example.com/tenant | a.k8s.io/tenant | jwt[0].claimMappings.extra[0].key: Invalid value: \"a.k8s.io/tenant\": k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use",
                "'claims.tenant' | '' | jwt[0].claimMappings.extra[0].valueExpression: Required value",
                "\"!user.username.startsWith('system:')\" | '' | jwt[0].userValidationRules[0].expression: Required value",
                "\"!user.username.startsWith('system:')\" | user.username | jwt[0].userValidationRules[0].expression: Invalid value: \"user.username\": must evaluate to bool",
            })
    @DisplayName("is refused, and the field told, when it has")
    void faulty(String line, String instead, String fault) {
        assertThat(GOOD).contains(line);

        assertThat(faults(GOOD.replace(line, instead))).containsExactly(fault);
    }

    @Test
    @DisplayName("is refused when an expression does not compile")
    void uncompiled() {
        assertThat(faults(GOOD.replace("'claims.tenant'", "'claims.'")))
                .singleElement()
                .asString()
                .startsWith(
                        "jwt[0].claimMappings.extra[0].valueExpression: Invalid value: \"claims.\": compilation failed:"
                                + " ERROR: <input>:1:8: Syntax error:");
        assertThat(faults(GOOD.replace("user.username.startsWith('system:')", "user.nickname == ''")))
                .singleElement()
                .asString()
                .contains("undefined field 'nickname'");
    }

    @Test
    @DisplayName("is refused when two issuers have the same URL")
    void duplicates() {
        String issuer = GOOD.substring(GOOD.indexOf("- issuer"));

        assertThat(faults(GOOD + issuer))
                .containsExactly(
                        "jwt[1].issuer.url: Duplicate value: \"https://issuer.example.com\"",
                        "jwt[1].issuer.discoveryURL: Duplicate value: \"https://other.example.com/discovery\"");
    }

    @Test
    @DisplayName("is refused when it has conditions of anonymous requests that it does not allow")
    void anonymous() {
        assertThat(faults(GOOD + "anonymous: {enabled: false, conditions: [{path: /livez}]}\n"))
                .containsExactly("anonymous.conditions: Invalid value: [\"/livez\"]: enabled should be set to true when"
                        + " conditions are defined");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url: https | uri: https | strict decoding error: unknown field \"jwt[0].issuer.uri\"",
                "uid: {claim: sub} | uid: {claim: sub, prefix: a} | strict decoding error: unknown field \"jwt[0].claimMappings.uid.prefix\"",
                "audiences: [caravel] | audiences: caravel | json: cannot unmarshal string into field jwt[0].issuer.audiences of type array",
                "audiences: [caravel] | audiences: [1] | json: cannot unmarshal number into field jwt[0].issuer.audiences[0] of type string",
                "kind: AuthenticationConfiguration | kind: Pod | no kind \"Pod\" is registered for version \"apiserver.config.k8s.io/v1\"",
                "kind: AuthenticationConfiguration | spec: {} | Object 'Kind' is missing",
                "jwt: | {{ | yaml:",
            })
    @DisplayName("is refused when it is not of its form:")
    void malformed(String line, String instead, String message) {
        assertThatThrownBy(() -> faults(GOOD.replace(line, instead)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static List<String> faults(String text) {
        AuthenticationConfiguration configuration = ConfigurationReader.read(text.getBytes(StandardCharsets.UTF_8));
        return ConfigurationFaults.of(configuration, List.of(OWN_ISSUER)).stream()
                .map(FieldError::toString)
                .toList();
    }
}
