package dev.caravel.apiserver.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.OidcIssuer;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("program")
@DisplayName("Tokens of an issuer that --authentication-config names")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.OrderAnnotation.class)
class StructuredAuthenticationIT {
    private static final String PREFIX = "issuer:";

    @AutoClose
    private static OidcIssuer issuer;

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        issuer = OidcIssuer.start()
                .withKey("rsa", "RS256")
                .withKey("pss", "PS384")
                .withKey("ec", "ES256");
        server = ApiServerProcess.start(directory -> {
            file = directory.resolve("authentication.yaml");
            write(configuration(PREFIX));
            return List.of("--authentication-config=" + file);
        });
        admin = server.client("admin");
        awaitUser(claims(), PREFIX + "jane");
    }

    private static String configuration(String prefix) {
        return """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous:
                  enabled: true
                  conditions:
                  - path: /livez
                jwt:
                - issuer:
                    url: %s
                    audiences: [caravel, other]
                    audienceMatchPolicy: MatchAny
                    certificateAuthority: |
                      %s
                  claimValidationRules:
                  - claim: tenant
                    requiredValue: acme
                  - expression: 'claims.exp - claims.iat <= 86400.0'
                    message: tokens must not live for more than a day
                  claimMappings:
                    username: {claim: sub, prefix: '%s'}
                    groups: {claim: groups, prefix: 'g:'}
                    uid: {expression: 'claims.?oid.orValue("")'}
                    extra:
                    - key: example.com/team
                      valueExpression: 'has(claims.example__dot__com) ? claims.example__dot__com.team : ""'
                  userValidationRules:
                  - expression: "!user.username.endsWith('mallory')"
                    message: mallory may not
                """.formatted(issuer.url(), issuer.authority().strip().replace("\n", "\n      "), prefix);
    }

    private static void write(String text) {
        try {
            Path fresh = Files.writeString(file.resolveSibling("fresh"), text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(1)
    @DisplayName("name the user, groups, UID and extra attributes as its mappings say")
    void user() throws Exception {
        JsonObject claims = claims().put("groups", new JsonArray().add("dev").add("ops"))
                .put("oid", "4711")
                .put("jti", "one")
                .put(
                        "example.com",
                        new JsonObject().put("team", new JsonArray().add("red").add("blue")));

        UserInfo user = userOf(issuer.sign("rsa", "RS256", claims));

        assertThat(user.getUsername()).isEqualTo("issuer:jane");
        assertThat(user.getUid()).isEqualTo("4711");
        assertThat(user.getGroups()).containsExactly("g:dev", "g:ops", "system:authenticated");
        assertThat(user.getExtra())
                .containsEntry("example.com/team", List.of("red", "blue"))
                .containsEntry("authentication.kubernetes.io/credential-id", List.of("JTI=one"));
    }

    @ParameterizedTest(name = "{1}")
    @Order(1)
    @CsvSource({"rsa,RS256", "rsa,RS512", "pss,PS384", "ec,ES256"})
    @DisplayName("may be signed by any asymmetric algorithm")
    void algorithms(String key, String algorithm) throws Exception {
        assertThat(userOf(issuer.sign(key, algorithm, claims())).getUsername()).isEqualTo("issuer:jane");
    }

    @Test
    @Order(1)
    @DisplayName("may be signed by a key that the issuer has published since")
    void newKey() throws Exception {
        issuer.withKey("next", "ES384");

        assertThat(userOf(issuer.sign("next", "ES384", claims())).getUsername()).isEqualTo("issuer:jane");
    }

    @Test
    @Order(1)
    @DisplayName("may say elsewhere in which groups the user is")
    void distributed() throws Exception {
        issuer.serve("/groups", issuer.sign("rsa", "RS256", claims().put("groups", new JsonArray().add("many"))));
        JsonObject claims = claims().put("_claim_names", new JsonObject().put("groups", "src"))
                .put(
                        "_claim_sources",
                        new JsonObject().put("src", new JsonObject().put("endpoint", issuer.url() + "/groups")));
        String token = issuer.sign("rsa", "RS256", claims);

        TokenReviewStatus status = review(token);
        while (status.getError() != null) {
            assertThat(status.getError()).contains("verifier not initialized"); // asked for when first needed
            status = review(token);
        }
        assertThat(userOf(token).getGroups()).contains("g:many");
    }

    @ParameterizedTest(name = "{0}")
    @Order(1)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "expired | {\"exp\": 1000000000} | oidc: verify token: oidc: token is expired (Token Expiry: 2001-09-09T01:46:40Z)",
                "not yet valid | {\"nbf\": 99999999999} | before the nbf (not before) time",
                "for others | {\"aud\": \"them\"} | oidc: verify token: oidc: expected audience in [\"caravel\" \"other\"] got [\"them\"]",
                "without a user | {\"sub\": null} | oidc: error evaluating",
                "with a number for a user | {\"sub\": 1} | oidc: parse username claims \"sub\": json: cannot unmarshal number into Go value of type string",
                "with groups that are none | {\"groups\": {}} | oidc: parse groups claim \"groups\": json: cannot unmarshal object",
                "of another tenant | {\"tenant\": \"evil\"} | oidc: required claim tenant value does not match. Got = evil, want = acme",
                "living too long | {\"iat\": 1} | oidc: error evaluating claim validation expression: validation expression 'claims.exp - claims.iat <= 86400.0' failed: tokens must not live for more than a day",
                "of a user who may not | {\"sub\": \"mallory\"} | oidc: error evaluating user info validation rule: validation expression '!user.username.endsWith('mallory')' failed: mallory may not",
            })
    @DisplayName("are refused when they are")
    void refused(String what, String claims, String error) throws Exception {
        JsonObject all = claims().mergeIn(new JsonObject(claims));
        if (all.getValue("sub") == null) {
            all.remove("sub");
            assertRefused(issuer.sign("rsa", "RS256", all), "oidc: parse username claims \"sub\": claim not present");
        } else {
            assertRefused(issuer.sign("rsa", "RS256", all), error);
        }
    }

    @Test
    @Order(1)
    @DisplayName("are refused when another has signed them, or nobody, or by a secret that everyone knows")
    void forged() throws Exception {
        assertRefused(
                OidcIssuer.forge("rsa", "RS256", claims()),
                "oidc: verify token: failed to verify signature: failed to verify id token signature");
        assertRefused(
                OidcIssuer.forge("unknown", "RS256", claims()),
                "oidc: verify token: failed to verify signature: failed to verify id token signature");
        String[] parts = issuer.sign("rsa", "RS256", claims()).split("\\.");
        assertRefused("eyJhbGciOiJub25lIn0." + parts[1] + ".", "unsupported algorithm");
        assertRefused("eyJhbGciOiJIUzI1NiJ9." + parts[1] + "." + parts[2], "unsupported algorithm");
        assertRefused(parts[0] + "." + parts[1] + ".", "oidc: verify token");
        assertRefused(parts[0] + "." + parts[1], "invalid bearer token");
        assertRefused("{}", "invalid bearer token");
    }

    @Test
    @Order(1)
    @DisplayName("prove nothing to audiences other than the API server")
    void audiences() throws Exception {
        TokenReview review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(issuer.sign("rsa", "RS256", claims()))
                .withAudiences("vault")
                .endSpec()
                .build();

        assertThat(admin.resource(review).create().getStatus().getAuthenticated())
                .isNotEqualTo(true);
    }

    @Test
    @Order(1)
    @DisplayName("are needed, save for the paths that are for everyone")
    void anonymous() {
        try (KubernetesClient nobody = client("")) {
            assertThat(nobody.raw("/livez")).isEqualTo("ok");
            assertThatThrownBy(() -> nobody.raw("/readyz"))
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(401));
        }
    }

    @Test
    @Order(2)
    @DisplayName("mean what the file says now, unless it is no good")
    void reload() throws Exception {
        write(configuration("renewed:"));
        awaitUser(claims(), "renewed:jane");

        write(configuration("bad:").replace("audienceMatchPolicy: MatchAny", "audienceMatchPolicy: MatchAll"));
        awaitMetric("automatic_reloads_total", "status=\"failure\"");
        write(configuration("bad:").replace("/livez", "/healthz"));
        write(configuration("bad:").replace("jwt:", "jtw:"));
        assertThat(userOf(issuer.sign("rsa", "RS256", claims())).getUsername()).isEqualTo("renewed:jane");

        write(configuration("again:"));
        awaitUser(claims(), "again:jane");
        awaitMetric("automatic_reloads_total", "status=\"success\"");
        assertThat(server.log())
                .contains("jwt[0].issuer.audienceMatchPolicy: Invalid value: \"MatchAll\": audienceMatchPolicy must be"
                        + " MatchAny for multiple audiences");
    }

    private static JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", issuer.url())
                .put("aud", "caravel")
                .put("sub", "jane")
                .put("tenant", "acme")
                .put("iat", now)
                .put("exp", now + 3600);
    }

    private static void assertRefused(String token, String error) {
        TokenReviewStatus status = review(token);
        assertThat(status.getAuthenticated()).isNotEqualTo(true);
        assertThat(status.getError()).contains(error);
        assertThatThrownBy(() -> userOf(token))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(401));
    }

    private static TokenReviewStatus review(String token) {
        return admin.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build())
                .create()
                .getStatus();
    }

    /** The issuer is asked in the background. */
    private static void awaitUser(JsonObject claims, String name) throws JoseException {
        String token = issuer.sign("rsa", "RS256", claims);
        TokenReviewStatus status = review(token);
        while (status.getUser() == null || !name.equals(status.getUser().getUsername())) {
            status = review(token);
        }
    }

    private static void awaitMetric(String name, String label) {
        while (admin.raw("/metrics").lines().noneMatch(line -> line.contains(name) && line.contains(label))) {
            Thread.onSpinWait();
        }
    }

    private static UserInfo userOf(String token) {
        try (KubernetesClient client = client(token)) {
            return client.resource(new SelfSubjectReviewBuilder().build())
                    .create()
                    .getStatus()
                    .getUserInfo();
        }
    }

    private static KubernetesClient client(String token) {
        Config trusted = server.config("admin");
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url())
                .withCaCertFile(trusted.getCaCertFile())
                .withOauthToken(token.isEmpty() ? null : token)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
