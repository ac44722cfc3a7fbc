package dev.caravel.apiserver.kinds.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A certificate signing request")
class CertificateSigningRequestBehaviorTest {
    private final CertificateSigningRequestBehavior behavior =
            new CertificateSigningRequestBehavior(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    private static Context context(String subresource) {
        UserInfo user = new UserInfo("alice", "7", List.of("dev"), Map.of("a/b", List.of("c")));
        return new Context("", "r", subresource, user, false);
    }

    @Test
    @DisplayName("is from who makes it, and not yet approved")
    void created() {
        ObjectNode request = Json.object(
                "{spec: {request: 'x', username: 'root', groups: ['system:masters']}, status: {conditions: [{type: 'Approved'}]}}");

        behavior.prepareForCreate(context(""), request);

        assertThat(request)
                .isEqualTo(
                        Json.object(
                                "{spec: {request: 'x', username: 'alice', uid: '7', groups: ['dev'], extra: {'a/b': ['c']}}, status: {}}"));
    }

    @Test
    @DisplayName("is approved through approval, which changes conditions only")
    void approved() {
        ObjectNode old = Json.object("{spec: {request: 'x'}, status: {certificate: 'c'}}");
        ObjectNode request = Json.object(
                "{spec: {request: 'y'}, status: {certificate: 'd', conditions: [{type: 'Approved', status: 'True'}]}}");

        behavior.prepareForUpdate(context("approval"), request, old);

        assertThat(request)
                .isEqualTo(
                        Json.object(
                                "{spec: {request: 'x'}, status: {certificate: 'c', conditions: [{type: 'Approved', status: 'True',"
                                        + " lastUpdateTime: '2026-01-02T03:04:05Z', lastTransitionTime: '2026-01-02T03:04:05Z'}]}}"));
    }

    @Test
    @DisplayName("is neither approved nor denied through status")
    void status() {
        ObjectNode old = Json.object("{spec: {}, status: {}}");
        ObjectNode request =
                Json.object("{spec: {}, status: {certificate: 'd', conditions: [{type: 'Approved', status: 'True'}]}}");

        behavior.prepareForUpdate(context("status"), request, old);

        assertThat(request.path("status")).isEqualTo(Json.object("{certificate: 'd'}"));
    }
}
