package dev.caravel.apiserver.authentication;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** Who makes a request, after authentication and impersonation. */
public record UserInfo(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    public static final String ANONYMOUS = "system:anonymous";
    public static final String GROUP_UNAUTHENTICATED = "system:unauthenticated";
    public static final String GROUP_AUTHENTICATED = "system:authenticated";
    public static final String GROUP_MASTERS = "system:masters";

    /** Names the certificate or token that a user has shown. */
    public static final String EXTRA_CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

    public UserInfo {
        requireNonNull(name, "name is null");
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    public static UserInfo of(String name, String... groups) {
        return new UserInfo(name, "", List.of(groups), Map.of());
    }
}
