package dev.caravel.apiserver.authentication.serviceaccount;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Writes down when tokens in secrets are used, and since when that is written down (KEP-2799): by that the controller manager
 * tells which of them nobody needs any more. Thread-safe.
 */
public final class LegacyTokenTracking {
    private static final Logger log = Logger.getLogger(LegacyTokenTracking.class);

    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    private static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "kube-apiserver-legacy-service-account-token-tracking";
    private static final String SINCE = "since";

    private final Clock clock;
    private final Executor executor;
    private volatile ObjectWriter writer;

    public LegacyTokenTracking(Clock clock) {
        this(clock, task -> Thread.ofVirtual().name("legacy-token-last-used").start(task));
    }

    public LegacyTokenTracking(Clock clock, Executor executor) {
        this.clock = requireNonNull(clock, "clock is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /** Says since when uses are written down; from now on they are. */
    public void begin(ObjectReader reader, ObjectWriter objects) {
        writer = requireNonNull(objects, "objects is null");
        if (reader.getLatest(CONFIG_MAPS, NAMESPACE, NAME).isEmpty()) {
            ObjectNode map = JsonCodec.object().put("kind", "ConfigMap").put("apiVersion", "v1");
            map.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
            map.putObject("data").put(SINCE, today());
            if (objects.createUnlessPresent(CONFIG_MAPS, NAMESPACE, map)) {
                return;
            }
        }
        objects.mutate(CONFIG_MAPS, NAMESPACE, NAME, map -> {
            if (!isDate(map.at("/data/" + SINCE).asText())) {
                map.withObject("/data").put(SINCE, today());
            }
            return map;
        });
    }

    /** Does not keep the request waiting. */
    void used(ObjectNode secret) {
        ObjectWriter objects = writer;
        String today = today();
        if (objects == null
                || secret.at("/metadata/labels").path(LAST_USED).asText().equals(today)) {
            return;
        }
        String namespace = secret.at("/metadata/namespace").asText();
        String name = secret.at("/metadata/name").asText();
        String uid = secret.at("/metadata/uid").asText();
        executor.execute(() -> {
            try {
                objects.mutate(SECRETS, namespace, name, stored -> {
                    if (stored.at("/metadata/uid").asText().equals(uid)) {
                        stored.withObject("/metadata/labels").put(LAST_USED, today);
                    }
                    return stored;
                });
            } catch (RuntimeException e) {
                log.errorf("cannot note that the token in secret %s/%s was used: %s", namespace, name, e.getMessage());
            }
        });
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
