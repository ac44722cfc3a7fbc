package dev.caravel.apiserver.admission.plugins.podsecurity;

/** A level by the rules of a version: {@code restricted:latest}. */
record Standard(Level level, PolicyVersion version) {
    static final Standard PRIVILEGED = new Standard(Level.PRIVILEGED, PolicyVersion.LATEST);

    boolean isPrivileged() {
        return level == Level.PRIVILEGED;
    }

    /** All that is privileged is the same, whatever the version. */
    boolean isSameAs(Standard other) {
        return isPrivileged() && other.isPrivileged() || equals(other);
    }

    @Override
    public String toString() {
        return level + ":" + version;
    }
}
