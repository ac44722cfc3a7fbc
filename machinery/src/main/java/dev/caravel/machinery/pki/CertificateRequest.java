package dev.caravel.machinery.pki;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a certificate should say.
 *
 * <p>Kubernetes takes a client's user name from the common name and its groups from the organizations.
 *
 * @param dnsNames subject alternative names
 * @param addresses subject alternative names that are IP addresses
 */
public record CertificateRequest(
        String commonName,
        List<String> organizations,
        List<String> dnsNames,
        List<String> addresses,
        Set<KeyUsage> usages,
        Duration validity) {
    /** As kubeadm's: a year, so that a renewal is never far away. */
    private static final Duration YEAR = Duration.ofDays(365);

    public CertificateRequest {
        requireNonNull(commonName, "commonName is null");
        requireNonNull(validity, "validity is null");
        organizations = List.copyOf(organizations);
        dnsNames = List.copyOf(dnsNames);
        addresses = List.copyOf(addresses);
        usages = Set.copyOf(usages);
    }

    public static CertificateRequest client(String user, String... groups) {
        return new CertificateRequest(user, List.of(groups), List.of(), List.of(), Set.of(KeyUsage.CLIENT), YEAR);
    }

    public static CertificateRequest server(String commonName, List<String> dnsNames, List<String> addresses) {
        return new CertificateRequest(commonName, List.of(), dnsNames, addresses, Set.of(KeyUsage.SERVER), YEAR);
    }

    /** The same certificate, usable by a peer that is client and server at once, as a member of etcd is. */
    public CertificateRequest withUsages(KeyUsage... both) {
        return new CertificateRequest(commonName, organizations, dnsNames, addresses, Set.of(both), validity);
    }
}
