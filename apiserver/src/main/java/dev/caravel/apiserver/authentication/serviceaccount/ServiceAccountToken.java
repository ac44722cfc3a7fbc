package dev.caravel.apiserver.authentication.serviceaccount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service account's token says.
 *
 * @param pod the pod that the token is bound to, with {@code node} then being where it runs
 * @param node by itself, the node that the token is bound to
 * @param warnAfter when a client that has not renewed the token is late
 */
record ServiceAccountToken(
        String issuer,
        String id,
        List<String> audiences,
        Instant issued,
        Instant notBefore,
        Instant expires,
        String namespace,
        Ref serviceAccount,
        Optional<Ref> pod,
        Optional<Ref> secret,
        Optional<Ref> node,
        Optional<Instant> warnAfter) {
    private static final String PRIVATE_CLAIMS = "kubernetes.io";

    record Ref(String name, String uid) {
        static Ref of(ObjectNode object) {
            return new Ref(
                    object.at("/metadata/name").asText(),
                    object.at("/metadata/uid").asText());
        }

        private static Optional<Ref> read(JsonNode claim) {
            return claim.isObject()
                    ? Optional.of(new Ref(
                            claim.path("name").asText(), claim.path("uid").asText()))
                    : Optional.empty();
        }

        private ObjectNode write() {
            ObjectNode claim = JsonNodeFactory.instance.objectNode().put("name", name);
            return uid.isEmpty() ? claim : claim.put("uid", uid);
        }
    }

    String userName() {
        return "system:serviceaccount:" + namespace + ":" + serviceAccount.name();
    }

    /** In the order of names, as upstream's are. */
    ObjectNode claims() {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("exp", expires.getEpochSecond())
                .put("iat", issued.getEpochSecond())
                .put("iss", issuer)
                .put("jti", id);
        ObjectNode own = claims.putObject(PRIVATE_CLAIMS).put("namespace", namespace);
        node.ifPresent(ref -> own.set("node", ref.write()));
        pod.ifPresent(ref -> own.set("pod", ref.write()));
        secret.ifPresent(ref -> own.set("secret", ref.write()));
        own.set("serviceaccount", serviceAccount.write());
        warnAfter.ifPresent(time -> own.put("warnafter", time.getEpochSecond()));
        return claims.put("nbf", notBefore.getEpochSecond()).put("sub", userName());
    }

    static ServiceAccountToken of(JsonNode claims) {
        JsonNode own = claims.path(PRIVATE_CLAIMS);
        return new ServiceAccountToken(
                claims.path("iss").asText(),
                claims.path("jti").asText(),
                audiences(claims.path("aud")),
                time(claims.path("iat"), Instant.MIN),
                time(claims.path("nbf"), Instant.MIN),
                time(claims.path("exp"), Instant.MAX),
                own.path("namespace").asText(),
                Ref.read(own.path("serviceaccount")).orElse(new Ref("", "")),
                Ref.read(own.path("pod")),
                Ref.read(own.path("secret")),
                Ref.read(own.path("node")),
                own.has("warnafter") ? Optional.of(time(own.path("warnafter"), Instant.MAX)) : Optional.empty());
    }

    /** RFC 7519: one audience may stand without an array. */
    private static List<String> audiences(JsonNode claim) {
        List<String> audiences = new ArrayList<>();
        if (claim.isTextual()) {
            audiences.add(claim.textValue());
        }
        claim.forEach(audience -> audiences.add(audience.asText()));
        return audiences;
    }

    private static Instant time(JsonNode claim, Instant absent) {
        return claim.isNumber() ? Instant.ofEpochSecond(claim.asLong()) : absent;
    }
}
