package dev.caravel.apiserver.resource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which clients prefer versions: v2, v1, v2beta1, v1beta2, v1alpha1, and others by name. */
public final class VersionPriority {
    private static final Pattern KUBERNETES = Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");

    /** The best first. */
    public static final Comparator<String> OF_VERSIONS = Comparator.comparing(VersionPriority::stability)
            .reversed()
            .thenComparing(Comparator.comparingLong(VersionPriority::major).reversed())
            .thenComparing(Comparator.comparingLong(VersionPriority::minor).reversed())
            .thenComparing(Comparator.naturalOrder());

    /** By group, version and name. */
    public static final Comparator<Resource> OF_RESOURCES = Comparator.<Resource, String>comparing(
                    resource -> resource.id().group())
            .thenComparing(resource -> resource.id().version(), OF_VERSIONS)
            .thenComparing(resource -> resource.id().resource());

    private VersionPriority() {}

    private static int stability(String version) {
        Matcher matcher = KUBERNETES.matcher(version);
        if (!matcher.matches()) {
            return 0;
        }
        return switch (matcher.group(2)) {
            case null -> 3;
            case "beta" -> 2;
            default -> 1;
        };
    }

    private static long major(String version) {
        return number(version, 1);
    }

    private static long minor(String version) {
        return number(version, 3);
    }

    private static long number(String version, int group) {
        Matcher matcher = KUBERNETES.matcher(version);
        return matcher.matches() && matcher.group(group) != null ? Long.parseLong(matcher.group(group)) : 0;
    }
}
