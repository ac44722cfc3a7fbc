package dev.caravel.apiserver.authorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of {@code --authorization-mode} that this API server has. */
public enum AuthorizationMode {
    ALWAYS_ALLOW("AlwaysAllow"),
    ALWAYS_DENY("AlwaysDeny"),
    NODE("Node"),
    RBAC("RBAC");

    private final String flag;

    AuthorizationMode(String flag) {
        this.flag = flag;
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
                        "authorization-mode %s has mode specified more than once".formatted(flags));
            }
            modes.add(mode);
        }
        return modes;
    }

    private static AuthorizationMode of(String flag) {
        for (AuthorizationMode mode : values()) {
            if (mode.flag.equals(flag)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("\"%s\" is not a valid mode; there are %s"
                .formatted(flag, Arrays.stream(values()).map(mode -> mode.flag).collect(Collectors.joining(", "))));
    }
}
