package dev.caravel.apiserver.http;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.role.DurationConverter;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a request may ask of the server at most. Immutable. */
public final class RequestLimits {
    /** With these a name comes from the path; with others it may be a selector's. */
    private static final Set<String> NAMED = Set.of("get", "create", "update", "patch", "delete");

    private final Duration timeout;

    /** @param timeout {@code --request-timeout} */
    public RequestLimits(Duration timeout) {
        this.timeout = requireNonNull(timeout, "timeout is null");
    }

    /**
     * How long a request may take: what it says itself, up to the server's own limit. Empty for those that last.
     *
     * @throws dev.caravel.apiserver.status.ApiException 400 when what it says is no duration
     */
    Optional<Duration> time(RequestInfo info, MultiMap query) {
        if (LongRunning.is(info)) {
            return Optional.empty();
        }
        String wanted = query.get("timeout");
        if (wanted == null || wanted.isEmpty()) {
            return Optional.of(timeout);
        }
        Duration asked = parse(wanted);
        return Optional.of(asked.isZero() || asked.compareTo(timeout) > 0 ? timeout : asked);
    }

    private static Duration parse(String text) {
        try {
            Duration parsed = new DurationConverter().convert(text);
            if (!parsed.isNegative()) {
                return parsed;
            }
        } catch (RuntimeException e) {
            // told below
        }
        throw Statuses.badRequest(
                "invalid timeout specified in the request URL - time: invalid duration \"" + text + "\"");
    }

    /**
     * Names become parts of keys and paths.
     *
     * @throws dev.caravel.apiserver.status.ApiException 400 for a name that could lead elsewhere
     */
    static void checkName(RequestInfo info) {
        String name = NAMED.contains(info.verb()) ? info.name() : "";
        if (name.equals(".") || name.equals("..")) {
            throw Statuses.badRequest("Name parameter invalid: \"%s\": may not be '%s'".formatted(name, name));
        }
        for (String forbidden : new String[] {"/", "%"}) {
            if (name.contains(forbidden)) {
                throw Statuses.badRequest(
                        "Name parameter invalid: \"%s\": may not contain '%s'".formatted(name, forbidden));
            }
        }
    }
}
