package dev.caravel.machinery.version;

/** The Kubernetes release whose behaviour every role has; what {@code --version} and {@code /version} tell. */
public final class KubernetesVersion {
    public static final String MAJOR = "1";
    public static final String MINOR = "36";
    public static final String GIT_VERSION = "v1.36.2";

    private KubernetesVersion() {}
}
