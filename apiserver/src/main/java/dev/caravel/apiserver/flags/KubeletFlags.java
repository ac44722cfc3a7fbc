package dev.caravel.apiserver.flags;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How kubelets are reached. */
public final class KubeletFlags {
    @Option(names = "--kubelet-client-certificate", description = "Path to a client cert file for TLS.")
    public Path clientCertificate;

    @Option(names = "--kubelet-client-key", description = "Path to a client key file for TLS.")
    public Path clientKey;

    @Option(
            names = "--kubelet-certificate-authority",
            description = "Path to a cert file for the certificate authority.")
    public Path certificateAuthority;

    @Option(
            names = "--kubelet-preferred-address-types",
            split = ",",
            description = "List of the preferred NodeAddressTypes to use for kubelet connections.")
    public List<String> preferredAddressTypes =
            List.of("Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP");
}
