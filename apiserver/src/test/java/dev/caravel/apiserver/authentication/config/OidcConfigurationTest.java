package dev.caravel.apiserver.authentication.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimRule;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Mapping;
import dev.caravel.apiserver.flags.OidcFlags;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("The flags of OpenID Connect")
class OidcConfigurationTest {
    private static final String[] NEEDED = {"--oidc-issuer-url=https://issuer.example.com", "--oidc-client-id=caravel"};

    @Test
    @DisplayName("amount to one issuer whose users are told from others'")
    void defaults() throws IOException {
        Jwt jwt = jwt();

        assertThat(jwt.issuer().url()).isEqualTo("https://issuer.example.com");
        assertThat(jwt.issuer().audiences()).containsExactly("caravel");
        assertThat(jwt.claimMappings().username()).isEqualTo(Mapping.ofClaim("sub", "https://issuer.example.com#"));
        assertThat(jwt.claimMappings().groups()).isEqualTo(Mapping.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "--oidc-username-claim=email, email, ''",
        "--oidc-username-claim=name, name, https://issuer.example.com#",
        "--oidc-username-prefix=-, sub, ''",
        "--oidc-username-prefix=oidc:, sub, oidc:",
    })
    @DisplayName("name the user as upstream's do")
    void username(String flag, String claim, String prefix) throws IOException {
        assertThat(jwt(flag).claimMappings().username()).isEqualTo(Mapping.ofClaim(claim, prefix));
    }

    @Test
    @DisplayName("name groups and required claims")
    void more() throws IOException {
        Jwt jwt = jwt(
                "--oidc-groups-claim=roles",
                "--oidc-groups-prefix=oidc:",
                "--oidc-required-claim=hd=example.com",
                "--oidc-required-claim=tier=a=b,c");

        assertThat(jwt.claimMappings().groups()).isEqualTo(Mapping.ofClaim("roles", "oidc:"));
        assertThat(jwt.claimValidationRules())
                .containsExactlyInAnyOrder(
                        new ClaimRule("hd", "example.com", "", ""), new ClaimRule("tier", "a=b,c", "", ""));
    }

    @Test
    @DisplayName("need the issuer and the client, a secure URL, and algorithms that there are")
    void faults() {
        assertThatThrownBy(() -> configuration("--oidc-client-id=caravel"))
                .hasMessage(
                        "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set");
        assertThatThrownBy(() -> configuration("--oidc-issuer-url=http://issuer", "--oidc-client-id=caravel"))
                .hasMessageContaining("URL scheme must be https");
        assertThatThrownBy(() -> jwt("--oidc-signing-algs=RS256,HS256"))
                .hasMessage("oidc: unsupported signing alg: \"HS256\"");
    }

    @Test
    @DisplayName("amount to nothing when there are none")
    void none() throws IOException {
        assertThat(configuration().jwt()).isEmpty();
    }

    private static Jwt jwt(String... more) throws IOException {
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(NEEDED), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return configuration(all).jwt().getFirst();
    }

    private static AuthenticationConfiguration configuration(String... arguments) throws IOException {
        OidcFlags flags = new OidcFlags();
        CommandLine.populateCommand(flags, arguments);
        return OidcConfiguration.of(flags, List.of());
    }
}
