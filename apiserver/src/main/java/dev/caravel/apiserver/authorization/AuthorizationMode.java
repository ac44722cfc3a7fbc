package dev.caravel.apiserver.authorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kinds of authorizers: values of {@code --authorization-mode}, types in an {@code AuthorizationConfiguration}. */
public enum AuthorizationMode {
    ALWAYS_ALLOW("AlwaysAllow"),
    ALWAYS_DENY("AlwaysDeny"),
    ABAC("ABAC"),
    WEBHOOK("Webhook"),
    RBAC("RBAC"),
    NODE("Node");

    private final String flag;

    AuthorizationMode(String flag) {
        this.flag = flag;
    }

    public String flag() {
        return flag;
    }

    public static List<String> flags() {
        return Arrays.stream(values()).map(AuthorizationMode::flag).toList();
    }

    /** @throws IllegalArgumentException for an unknown or repeated mode, or for none */
    public static List<AuthorizationMode> parse(List<String> flags) {
        if (flags.isEmpty()) {
            throw new IllegalArgumentException("at least one authorization-mode must be passed");
        }
        List<AuthorizationMode> modes = new ArrayList<>();
        Set<AuthorizationMode> seen = EnumSet.noneOf(AuthorizationMode.class);
        for (String flag : flags) {
            AuthorizationMode mode = of(flag);
            if (!seen.add(mode)) {
                throw new IllegalArgumentException(
                        "authorization-mode %s has mode specified more than once".formatted(quoted(flags)));
            }
            modes.add(mode);
        }
        return modes;
    }

    /** As Go's {@code %q} writes a list. */
    private static String quoted(List<String> flags) {
        return "["
                + String.join(" ", flags.stream().map(flag -> '"' + flag + '"').toList()) + "]";
    }

    /** @throws IllegalArgumentException when there is no such mode */
    public static AuthorizationMode of(String flag) {
        return Arrays.stream(values())
                .filter(mode -> mode.flag.equals(flag))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("authorization-mode \"%s\" is not a valid mode".formatted(flag)));
    }
}
