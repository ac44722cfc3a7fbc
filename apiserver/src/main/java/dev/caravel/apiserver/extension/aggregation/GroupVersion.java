package dev.caravel.apiserver.extension.aggregation;

import java.util.Optional;

/** @param group empty for the core group */
record GroupVersion(String group, String version) {
    /** Below this the descriptions have the group versions' own paths. */
    private static final String DESCRIPTIONS = "/openapi/v3/";

    /** Where it is served. */
    String path() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    /** What an APIService for it must be called. */
    String apiServiceName() {
        return version + "." + group;
    }

    /** Of a path at or below a group version or its OpenAPI description; empty for other paths. */
    static Optional<GroupVersion> ofPath(String path) {
        String[] parts =
                (path.startsWith(DESCRIPTIONS) ? path.substring(DESCRIPTIONS.length() - 1) : path).split("/", 5);
        if (parts.length >= 4 && parts[1].equals("apis") && !parts[3].isEmpty()) {
            return Optional.of(new GroupVersion(parts[2], parts[3]));
        }
        return parts.length >= 3 && parts[1].equals("api") && !parts[2].isEmpty()
                ? Optional.of(new GroupVersion("", parts[2]))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
