package dev.caravel.apiserver.authentication.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Tokens with which nodes join, kept as secrets in {@code kube-system}. */
public final class BootstrapTokens implements TokenAuthenticator {
    private static final Logger log = Logger.getLogger(BootstrapTokens.class);
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    private final ObjectReader objects;
    private final Clock clock;

    public BootstrapTokens(ObjectReader objects, Clock clock) {
        this.objects = requireNonNull(objects, "objects is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String id = parts.group(1);
        return objects.get(SECRETS, "kube-system", "bootstrap-token-" + id)
                .filter(secret -> isGood(secret, id, parts.group(2)))
                .flatMap(secret ->
                        groups(secret).map(groups -> new UserInfo("system:bootstrap:" + id, "", groups, Map.of())))
                .map(user -> new Holder(user, audiences));
    }

    private boolean isGood(ObjectNode secret, String id, String password) {
        return secret.path("type").asText().equals("bootstrap.kubernetes.io/token")
                && !secret.path("metadata").has("deletionTimestamp")
                && MessageDigest.isEqual(value(secret, "token-secret").getBytes(UTF_8), password.getBytes(UTF_8))
                && value(secret, "token-id").equals(id)
                && !isExpired(value(secret, "expiration"), id)
                && value(secret, "usage-bootstrap-authentication").equals("true");
    }

    private boolean isExpired(String expiration, String id) {
        if (expiration.isEmpty()) {
            return false;
        }
        try {
            return !OffsetDateTime.parse(expiration).toInstant().isAfter(clock.instant());
        } catch (DateTimeException e) {
            log.errorf("bootstrap token %s: expiration \"%s\" is no time; taken as expired", id, expiration);
            return true;
        }
    }

    /** Empty when a group is named that bootstrap tokens may not give. */
    private static Optional<List<String>> groups(ObjectNode secret) {
        TreeSet<String> groups = new TreeSet<>();
        groups.add("system:bootstrappers");
        String extra = value(secret, "auth-extra-groups");
        for (String group : extra.isEmpty() ? new String[0] : extra.split(",")) {
            if (!GROUP.matcher(group).matches()) {
                log.errorf(
                        "bootstrap token %s: \"%s\" is no group for bootstrap tokens",
                        value(secret, "token-id"), group);
                return Optional.empty();
            }
            groups.add(group);
        }
        return Optional.of(new ArrayList<>(groups));
    }

    private static String value(ObjectNode secret, String key) {
        JsonNode encoded = secret.path("data").path(key);
        return encoded.isTextual() ? new String(Base64.getDecoder().decode(encoded.textValue()), UTF_8) : "";
    }
}
