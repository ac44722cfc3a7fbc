package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A package of this machine that files of an image come from.
 *
 * @param release the distribution's code name: a package's version means little without it
 */
record DebianPackage(String name, String version, String architecture, String release)
        implements Comparable<DebianPackage> {
    DebianPackage {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(architecture, "architecture is null");
        requireNonNull(release, "release is null");
    }

    Path copyright() {
        return Path.of("/usr/share/doc", name, "copyright");
    }

    /** As the package URL specification has it for type deb. */
    String packageUrl() {
        return "pkg:deb/debian/" + name + "@" + version.replace("+", "%2B").replace(":", "%3A") + "?arch="
                + architecture + "&distro=" + release;
    }

    @Override
    public int compareTo(DebianPackage other) {
        return name.compareTo(other.name);
    }
}
