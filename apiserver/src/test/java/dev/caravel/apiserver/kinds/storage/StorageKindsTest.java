package dev.caravel.apiserver.kinds.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Volumes and claims")
class StorageKindsTest {
    private static final String NOW = "2026-01-02T03:04:05Z";
    private final PersistentVolumeBehavior volumes =
            new PersistentVolumeBehavior(Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC));
    private final PersistentVolumeClaimBehavior claims = new PersistentVolumeClaimBehavior();

    private static Context context(String subresource) {
        return new Context("", "v", subresource, UserInfo.of("alice"), false);
    }

    @Test
    @DisplayName("are pending at first")
    void pending() {
        ObjectNode volume = Json.object("{status: {phase: 'Bound'}}");
        ObjectNode claim = Json.object("{spec: {}}");

        volumes.prepareForCreate(context(""), volume);
        claims.prepareForCreate(context(""), claim);

        assertThat(volume.path("status"))
                .isEqualTo(Json.object("{phase: 'Pending', lastPhaseTransitionTime: '" + NOW + "'}"));
        assertThat(claim.path("status")).isEqualTo(Json.object("{phase: 'Pending'}"));
    }

    @DisplayName("note when their phase changes")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{phase: 'Bound'}                                    | {phase: 'Bound', lastPhaseTransitionTime: '2026-01-02T03:04:05Z'}",
                "{phase: 'Bound', lastPhaseTransitionTime: 'before'} | {phase: 'Bound', lastPhaseTransitionTime: '2026-01-02T03:04:05Z'}",
                "{phase: 'Bound', lastPhaseTransitionTime: 'mine'}   | {phase: 'Bound', lastPhaseTransitionTime: 'mine'}",
                "{phase: 'Pending'}                                  | {phase: 'Pending', lastPhaseTransitionTime: 'before'}",
            })
    void transitions(String status, String expected) {
        ObjectNode volume = Json.object("{status: %s}".formatted(status));

        volumes.prepareForUpdate(
                context("status"),
                volume,
                Json.object("{status: {phase: 'Pending', lastPhaseTransitionTime: 'before'}}"));

        assertThat(volume.path("status")).isEqualTo(Json.object(expected));
    }

    @Test
    @DisplayName("have a spec that no write of their status changes, nor the old one's, which it is")
    void specOfStatus() {
        ObjectNode old = Json.object("{spec: {dataSource: {kind: 'PersistentVolumeClaim', name: 'n'}}}");
        ObjectNode claim = old.deepCopy();
        claim.set("spec", old.get("spec"));

        claims.prepareForUpdate(context("status"), claim, old);

        assertThat(old).isEqualTo(Json.object("{spec: {dataSource: {kind: 'PersistentVolumeClaim', name: 'n'}}}"));
    }

    @DisplayName("say the same in dataSource and dataSourceRef, but for what only one of them may name")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{dataSource: {kind: 'PersistentVolumeClaim', name: 'n'}} | {dataSource: {kind: 'PersistentVolumeClaim', name: 'n'}, dataSourceRef: {kind: 'PersistentVolumeClaim', name: 'n'}}",
                "{dataSource: {kind: 'K', name: 'n'}}                     | {}",
                "{dataSourceRef: {kind: 'K', name: 'n', apiGroup: 'g'}}   | {dataSource: {kind: 'K', name: 'n', apiGroup: 'g'}, dataSourceRef: {kind: 'K', name: 'n', apiGroup: 'g'}}",
                "{dataSourceRef: {kind: 'K', name: 'n', namespace: 'o'}}  | {}",
            })
    void dataSources(String spec, String expected) {
        ObjectNode claim = Json.object("{spec: %s}".formatted(spec));

        claims.prepareForCreate(context(""), claim);

        assertThat(claim.path("spec")).isEqualTo(Json.object(expected));
    }
}
