package dev.caravel.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.authentication.serviceaccount.LegacyTokenTracking;
import dev.caravel.apiserver.authentication.serviceaccount.LegacyTokens;
import dev.caravel.apiserver.authentication.serviceaccount.TokenUses;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator.Holder;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.pki.KeyPairs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Tokens in secrets")
class LegacyTokensTest {
    private static final KeyPair KEYS = KeyPairs.generate();
    private static final List<String> AUDIENCES = List.of("https://kubernetes");
    private static final String ACCOUNT = "{metadata: {name: 'robot', namespace: 'ns', uid: 'sa-1'}}";
    private static final String CLAIMS = "{iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:ns:robot',"
            + " 'kubernetes.io/serviceaccount/namespace': 'ns'}";

    private final InMemoryObjects objects = new InMemoryObjects();
    private final LegacyTokenTracking tracking =
            new LegacyTokenTracking(Clock.fixed(Instant.parse("2026-05-06T23:00:00Z"), ZoneOffset.UTC), Runnable::run);
    private final LegacyTokens tokens = new LegacyTokens(
            List.of(KEYS.getPublic()), AUDIENCES, objects, new TokenUses(new SimpleMeterRegistry()), tracking);
    private final Map<String, String> findings = new LinkedHashMap<>();

    @Test
    @DisplayName("are their service account's, for as long as both are there")
    void good() throws Exception {
        String token = token(claims());
        put("serviceaccounts", ACCOUNT);
        put("secrets", secret(token, "{}"));

        Holder holder = Audit.before(findings, () -> tokens.authenticate(token, AUDIENCES))
                .orElseThrow();

        assertThat(holder.user())
                .isEqualTo(new UserInfo(
                        "system:serviceaccount:ns:robot",
                        "sa-1",
                        List.of("system:serviceaccounts", "system:serviceaccounts:ns"),
                        Map.of()));
        assertThat(findings)
                .containsExactly(Map.entry("authentication.k8s.io/legacy-token-manual-secret", "robot-token"));
    }

    @Test
    @DisplayName("say on which day they were used last")
    void lastUsed() throws Exception {
        String token = token(claims());
        put("serviceaccounts", ACCOUNT);
        put("secrets", secret(token, "{'kubernetes.io/legacy-token-last-used': '2026-05-05'}"));
        tracking.begin(objects, objects);

        tokens.authenticate(token, AUDIENCES);

        assertThat(objects.get(new GroupResource("", "secrets"), "ns", "robot-token")
                        .orElseThrow()
                        .at("/metadata/labels/kubernetes.io~1legacy-token-last-used")
                        .asText())
                .isEqualTo("2026-05-06");
    }

    @ParameterizedTest
    @CsvSource({"2026-01-02,2026-01-02", "2026-1-2,2026-05-06", "'',2026-05-06", ",2026-05-06"})
    @DisplayName("are looked after since the day that is written down in kube-system")
    void since(String before, String after) {
        GroupResource maps = new GroupResource("", "configmaps");
        String name = "kube-apiserver-legacy-service-account-token-tracking";
        if (before != null) {
            objects.create(
                    maps,
                    "kube-system",
                    Json.object("{metadata: {name: '%s', namespace: 'kube-system'}, data: {since: '%s'}}"
                            .formatted(name, before)));
        }

        tracking.begin(objects, objects);

        assertThat(objects.get(maps, "kube-system", name)
                        .orElseThrow()
                        .at("/data/since")
                        .asText())
                .isEqualTo(after);
    }

    @Test
    @DisplayName("of controllers are told from those that somebody wanted")
    void generated() throws Exception {
        String token = token(claims());
        put("serviceaccounts", ACCOUNT.replace("}}", "}, secrets: [{name: 'robot-token'}]}"));
        put("secrets", secret(token, "{}"));

        Audit.before(findings, () -> tokens.authenticate(token, AUDIENCES));

        assertThat(findings)
                .containsExactly(Map.entry("authentication.k8s.io/legacy-token-autogenerated-secret", "robot-token"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{metadata: {name: 'other', namespace: 'ns', uid: 'sa-1'}} | {} | serviceaccounts \"robot\" not found",
                "{metadata: {name: 'robot', namespace: 'ns', uid: 'sa-2'}} | {} | ServiceAccount UID (sa-2) does not match claim (sa-1)",
                "{metadata: {name: 'robot', namespace: 'ns', uid: 'sa-1', deletionTimestamp: '2026-01-01T00:00:00Z'}} | {} | ServiceAccount ns/robot has been deleted",
                "{metadata: {name: 'robot', namespace: 'ns', uid: 'sa-1'}} | {'kubernetes.io/legacy-token-invalid-since': '2026-01-01'} | the token in secret ns/robot-token for service account ns/robot has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily allow use of this token",
            })
    @DisplayName("are refused when their account or secret is no more what it was")
    void refused(String account, String labels, String message) throws Exception {
        String token = token(claims());
        put("serviceaccounts", account);
        put("secrets", secret(token, labels));

        assertThatThrownBy(() -> tokens.authenticate(token, AUDIENCES)).hasMessage(message);
    }

    @Test
    @DisplayName("are refused when the secret has gone, or holds another")
    void replaced() throws Exception {
        String token = token(claims());
        put("serviceaccounts", ACCOUNT);
        assertThatThrownBy(() -> tokens.authenticate(token, AUDIENCES)).hasMessage("Token has been invalidated");

        put("secrets", secret(token(claims().put("more", "1")), "{}"));
        assertThatThrownBy(() -> tokens.authenticate(token, AUDIENCES))
                .hasMessage("Token does not match server's copy");
    }

    @Test
    @DisplayName("are refused when they lack a claim, or are of another account than they say")
    void claimless() throws Exception {
        String without = token(Json.object(CLAIMS));
        String other = token(claims().put("sub", "system:serviceaccount:ns:other"));

        assertThatThrownBy(() -> tokens.authenticate(without, AUDIENCES)).hasMessage("secretName claim is missing");
        assertThatThrownBy(() -> tokens.authenticate(other, AUDIENCES)).hasMessage("sub claim is invalid");
        assertThat(tokens.authenticate(token(claims().put("iss", "https://other")), AUDIENCES))
                .isEmpty();
    }

    private static ObjectNode claims() {
        String prefix = "kubernetes.io/serviceaccount/";
        return Json.object(CLAIMS)
                .put(prefix + "secret.name", "robot-token")
                .put(prefix + "service-account.name", "robot")
                .put(prefix + "service-account.uid", "sa-1");
    }

    private static String token(ObjectNode claims) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("RS256");
        signature.setPayload(claims.toString());
        signature.setKey(KEYS.getPrivate());
        return signature.getCompactSerialization();
    }

    private static String secret(String token, String labels) {
        return "{metadata: {name: 'robot-token', namespace: 'ns', uid: 's-1', labels: %s}, data: {token: '%s'}}"
                .formatted(labels, Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
    }

    private void put(String resource, String object) {
        objects.create(new GroupResource("", resource), "ns", Json.object(object));
    }
}
