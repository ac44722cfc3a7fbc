package dev.caravel.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.authentication.review.TokenReviews;
import dev.caravel.apiserver.authentication.serviceaccount.ServiceAccountTokens;
import dev.caravel.apiserver.authentication.serviceaccount.SigningKeys;
import dev.caravel.apiserver.authentication.serviceaccount.TokenIssuer;
import dev.caravel.apiserver.authentication.serviceaccount.TokenRequests;
import dev.caravel.apiserver.authentication.serviceaccount.TokenUses;
import dev.caravel.apiserver.authentication.token.BearerTokenAuthenticator;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.pki.KeyPairs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Service account tokens")
class ServiceAccountTokensTest {
    private static final KeyPair KEYS = KeyPairs.generate();
    private static final String ISSUER = "https://kubernetes.default.svc";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Context CONTEXT =
            new Context("ns", "robot", "token", UserInfo.of("admin", UserInfo.GROUP_MASTERS), false);

    private final InMemoryObjects objects = new InMemoryObjects();
    private final SimpleMeterRegistry uses = new SimpleMeterRegistry();

    @BeforeEach
    void cluster() {
        put("serviceaccounts", "ns", "{metadata: {name: 'robot', namespace: 'ns', uid: 'sa-1'}}");
        put("nodes", "", "{metadata: {name: 'n1', uid: 'node-1'}}");
        put(
                "pods",
                "ns",
                "{metadata: {name: 'p', namespace: 'ns', uid: 'pod-1'}, spec: {serviceAccountName: 'robot', nodeName: 'n1'}}");
    }

    @Test
    @DisplayName("name the account, its groups, the pod and its node")
    void identify() throws Exception {
        UserInfo user =
                authenticate(token("{boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'pod-1'}}"), NOW);

        assertThat(user)
                .isEqualTo(new UserInfo(
                        "system:serviceaccount:ns:robot",
                        "sa-1",
                        List.of("system:serviceaccounts", "system:serviceaccounts:ns"),
                        Map.of(
                                "authentication.kubernetes.io/pod-name", List.of("p"),
                                "authentication.kubernetes.io/pod-uid", List.of("pod-1"),
                                "authentication.kubernetes.io/node-name", List.of("n1"),
                                "authentication.kubernetes.io/node-uid", List.of("node-1"),
                                "authentication.kubernetes.io/credential-id", List.of("JTI=id-1"))));
    }

    @Test
    @DisplayName("have upstream's claims and header")
    void claims() {
        String[] parts = token("{boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p'}, expirationSeconds: 3607}")
                .split("\\.");

        assertThat(decode(parts[0]))
                .isEqualTo("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(SigningKeys.id(KEYS.getPublic())));
        assertThat(decode(parts[1]))
                .isEqualTo(("{'aud':['" + ISSUER + "'],'exp':" + (NOW.getEpochSecond() + 31_536_000) + ",'iat':"
                                + NOW.getEpochSecond() + ",'iss':'" + ISSUER + "','jti':'id-1','kubernetes.io':"
                                + "{'namespace':'ns','node':{'name':'n1','uid':'node-1'},'pod':{'name':'p','uid':'pod-1'},"
                                + "'serviceaccount':{'name':'robot','uid':'sa-1'},'warnafter':"
                                + (NOW.getEpochSecond() + 3607) + "},'nbf':" + NOW.getEpochSecond()
                                + ",'sub':'system:serviceaccount:ns:robot'}")
                        .replace('\'', '"'));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "serviceaccounts | serviceaccounts \"robot\" not found",
                "pods            | service account token has been invalidated",
            })
    @DisplayName("end with what they are bound to")
    void bound(String deleted, String message) {
        String token = token("{boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p'}}");

        objects.delete(
                new GroupResource("", deleted), "ns", deleted.equals("pods") ? "p" : "robot", Json.object("{}"), null);

        assertThatThrownBy(() -> authenticate(token, NOW)).hasMessage(message);
    }

    @ParameterizedTest(name = "after {0} s: {1}")
    @CsvSource({
        "3600,",
        "3659,",
        "3661, service account token has expired",
        "-61, service account token is not valid yet"
    })
    @DisplayName("are good for their time, give or take a minute")
    void time(long seconds, String failure) throws Exception {
        String token = token("{}");

        if (failure == null) {
            assertThat(authenticate(token, NOW.plusSeconds(seconds)).name())
                    .isEqualTo("system:serviceaccount:ns:robot");
        } else {
            assertThatThrownBy(() -> authenticate(token, NOW.plusSeconds(seconds)))
                    .hasMessage(failure);
        }
    }

    @Test
    @DisplayName("for others are not for the API")
    void audience() {
        assertThatThrownBy(() -> authenticate(token("{audiences: ['vault']}"), NOW))
                .hasMessage("token audiences [\"vault\"] is invalid for the target audiences [\"" + ISSUER + "\"]");
    }

    @Test
    @DisplayName("that are not ours, or not signed by us, are refused")
    void forged() {
        String[] parts = token("{}").split("\\.");
        String other = issue(new TokenIssuer(ISSUER, KeyPairs.generate().getPrivate(), KEYS.getPublic()), "{}");

        assertThatThrownBy(() -> authenticate("nonsense", NOW)).hasMessage("invalid bearer token");
        assertThatThrownBy(() -> authenticate(other, NOW)).hasMessage("invalid signature");
        assertThatThrownBy(() -> authenticate("e30." + parts[1] + ".", NOW))
                .isInstanceOf(Authenticator.AuthenticationException.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{expirationSeconds: 599} | TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes",
                "{boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'q'}} | pods \"q\" not found",
                "{boundObjectRef: {kind: 'ConfigMap', apiVersion: 'v1', name: 'q'}} | cannot bind token to object of type v1, Kind=ConfigMap",
                "{boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'x'}} | Operation cannot be fulfilled on Pod \"p\": the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated",
            })
    @DisplayName("are refused when asked for wrongly")
    void refused(String spec, String message) {
        assertThatThrownBy(() -> token(spec)).hasMessage(message);
    }

    @Test
    @DisplayName("of the kubelet live on when they should have been renewed, and the audit log is told")
    void stale() throws Exception {
        String token = token(
                "{expirationSeconds: 3607, boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'pod-1'}}");
        Map<String, String> findings = new LinkedHashMap<>();

        Audit.before(findings, () -> authenticate(token, NOW.plusSeconds(3607)));
        assertThat(findings).isEmpty();
        Audit.before(findings, () -> authenticate(token, NOW.plusSeconds(3707)));

        assertThat(findings)
                .containsExactly(Map.entry(
                        "authentication.k8s.io/stale-token",
                        "subject: system:serviceaccount:ns:robot, seconds after warning threshold: 100"));
        assertThat(uses.counter("serviceaccount_valid_tokens_total").count()).isEqualTo(1);
        assertThat(uses.counter("serviceaccount_stale_tokens_total").count()).isEqualTo(1);
    }

    @Test
    @DisplayName("are reviewed")
    void review() {
        ObjectNode review = Json.object("{spec: {token: '%s'}}".formatted(token("{}")));

        ObjectNode status = (ObjectNode) new TokenReviews(tokens(NOW), List.of(ISSUER))
                .create(CONTEXT, review)
                .get("status");

        assertThat(status)
                .isEqualTo(Json.object(
                        "{authenticated: true, user: {username: 'system:serviceaccount:ns:robot', uid: 'sa-1',"
                                + " groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],"
                                + " extra: {'authentication.kubernetes.io/credential-id': ['JTI=id-1']}}, audiences: ['"
                                + ISSUER
                                + "']}"));
    }

    private String token(String spec) {
        return issue(new TokenIssuer(ISSUER, KEYS.getPrivate(), KEYS.getPublic()), spec);
    }

    private String issue(TokenIssuer issuer, String spec) {
        TokenRequests requests = new TokenRequests(issuer, settings(), objects, clock(NOW), () -> "id-1");
        ObjectNode request = Json.object("{spec: " + spec + "}");
        requests.prepare(CONTEXT, request);
        return requests.create(CONTEXT, request).at("/status/token").asText();
    }

    private static TokenRequests.Settings settings() {
        return new TokenRequests.Settings(List.of(ISSUER), Duration.ZERO, true);
    }

    private ServiceAccountTokens tokens(Instant now) {
        return new ServiceAccountTokens(
                List.of(ISSUER), List.of(KEYS.getPublic()), List.of(ISSUER), objects, new TokenUses(uses), clock(now));
    }

    private UserInfo authenticate(String token, Instant now) throws Authenticator.AuthenticationException {
        return new BearerTokenAuthenticator(tokens(now), List.of(ISSUER))
                .authenticate(new Authenticator.Credentials(Optional.of(token), List.of()))
                .orElseThrow();
    }

    private void put(String resource, String namespace, String object) {
        objects.create(new GroupResource("", resource), namespace, Json.object(object));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
