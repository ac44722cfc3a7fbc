package dev.caravel.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.Authenticator.Credentials;
import dev.caravel.apiserver.authentication.x509.CertificateAuthenticator;
import dev.caravel.apiserver.authentication.x509.CertificateAuthorities;
import dev.caravel.apiserver.authentication.x509.FrontProxyAuthenticator;
import dev.caravel.machinery.pki.CertificateAuthority;
import dev.caravel.machinery.pki.CertificateRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Client certificates")
class CertificateAuthenticatorTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final CertificateAuthority CA = CertificateAuthority.create("kubernetes", CLOCK);

    private final Authenticator users = new CertificateAuthenticator(trust(CA, CLOCK));
    private final Authenticator proxies = new FrontProxyAuthenticator(
            trust(CA, CLOCK),
            new FrontProxyAuthenticator.Trust(
                    List.of("front-proxy-client"),
                    List.of("X-Remote-User"),
                    List.of(),
                    List.of("X-Remote-Group"),
                    List.of("X-Remote-Extra-")));

    @Test
    @DisplayName("give the common name as user, the organizations as groups")
    void user() throws AuthenticationException {
        UserInfo user = new AuthenticatedGroup(users)
                .authenticate(shown(client("jane", "dev", "ops")))
                .orElseThrow();

        assertThat(user.name()).isEqualTo("jane");
        assertThat(user.groups()).containsExactly("dev", "ops", "system:authenticated");
        assertThat(user.extra().get(UserInfo.EXTRA_CREDENTIAL_ID).getFirst()).matches("X509SHA256=[0-9a-f]{64}");
    }

    @Test
    @DisplayName("that have expired are refused")
    void expired() {
        Authenticator later = new CertificateAuthenticator(trust(CA, Clock.offset(CLOCK, Duration.ofDays(366))));

        assertThatThrownBy(() -> later.authenticate(shown(client("jane"))))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("expired");
    }

    @Test
    @DisplayName(
            "that have been accepted are refused as soon as they expire, and accepted again when it was the clock that was wrong")
    void expiredMeanwhile() throws AuthenticationException {
        AtomicReference<Instant> now = new AtomicReference<>(CLOCK.instant());
        InstantSource time = now::get;
        Authenticator same = new CertificateAuthenticator(trust(CA, time.withZone(ZoneOffset.UTC)));
        Credentials jane = shown(client("jane"));

        assertThat(same.authenticate(jane)).isPresent();
        now.set(CLOCK.instant().plus(Duration.ofDays(366)));
        assertThatThrownBy(() -> same.authenticate(jane)).hasMessageContaining("expired");
        now.set(CLOCK.instant());
        assertThat(same.authenticate(jane)).isEqualTo(users.authenticate(jane));
    }

    @Test
    @DisplayName("of another authority, or made for servers, are refused, not taken as anonymous")
    void foreign() {
        Authenticator all = new AnonymousFallback(new UnionAuthenticator(List.of(users)));
        X509Certificate foreign = CertificateAuthority.create("kubernetes", CLOCK)
                .issue(CertificateRequest.client("jane"))
                .certificate();
        X509Certificate server = CA.issue(CertificateRequest.server("jane", List.of(), List.of()))
                .certificate();

        assertThatThrownBy(() -> all.authenticate(shown(foreign))).hasMessageContaining("unknown authority");
        assertThatThrownBy(() -> all.authenticate(shown(server))).hasMessageContaining("incompatible key usage");
    }

    @Test
    @DisplayName("are not needed to be anonymous")
    void anonymous() throws AuthenticationException {
        assertThat(new AnonymousFallback(users).authenticate(new Credentials(Optional.empty(), List.of())))
                .contains(UserInfo.of("system:anonymous", "system:unauthenticated"));
    }

    @Test
    @DisplayName("are needed where only some paths are for everyone, and the path is another")
    void anonymousPaths() throws AuthenticationException {
        Authenticator healthOnly = new AnonymousFallback(users, Set.of("/livez", "/readyz"));

        assertThat(healthOnly.authenticate(nobody("/readyz")).map(UserInfo::name))
                .contains("system:anonymous");
        assertThat(healthOnly.authenticate(nobody("/readyz/etcd"))).isEmpty();
        assertThat(healthOnly.authenticate(nobody("/api"))).isEmpty();
    }

    private static Credentials nobody(String path) {
        return new Credentials(Optional.empty(), List.of(), List.of(), path);
    }

    @Test
    @DisplayName("of the front proxy let it name the user")
    void frontProxy() throws AuthenticationException {
        Credentials credentials = new Credentials(
                Optional.empty(),
                List.of(client("front-proxy-client")),
                List.of(
                        Map.entry("x-remote-user", "jane"),
                        Map.entry("X-Remote-Group", "dev"),
                        Map.entry("X-Remote-Group", "ops"),
                        Map.entry("X-Remote-Extra-Example.com%2Fscope", "all")),
                "/api");

        assertThat(proxies.authenticate(credentials))
                .contains(new UserInfo("jane", "", List.of("dev", "ops"), Map.of("example.com/scope", List.of("all"))));
    }

    @Test
    @DisplayName("of others do not let them name a user")
    void notTheFrontProxy() {
        Credentials credentials = new Credentials(
                Optional.empty(), List.of(client("mallory")), List.of(Map.entry("X-Remote-User", "admin")), "/api");

        assertThatThrownBy(() -> proxies.authenticate(credentials))
                .hasMessage("x509: subject with cn=mallory is not in the allowed list");
    }

    private static X509Certificate client(String user, String... groups) {
        return CA.issue(CertificateRequest.client(user, groups)).certificate();
    }

    private static Credentials shown(X509Certificate certificate) {
        return new Credentials(Optional.empty(), List.of(certificate));
    }

    private static Supplier<CertificateAuthorities> trust(CertificateAuthority authority, Clock clock) {
        CertificateAuthorities trusted =
                new CertificateAuthorities(List.of(authority.self().certificate()), clock);
        return () -> trusted;
    }
}
