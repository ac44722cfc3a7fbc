package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.machinery.pki.CertificateAuthority;
import dev.caravel.machinery.pki.CertificateRequest;
import dev.caravel.machinery.pki.KeyPairs;
import dev.caravel.machinery.pki.KeyedCertificate;
import dev.caravel.machinery.pki.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The certificates and keys of a cluster, made once and made again a month before they end. Names are kubeadm's. */
public final class ClusterPki {
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final Path directory;
    private final Clock clock;
    private int made;

    public ClusterPki(StateDir state, Clock clock) {
        this.directory = requireNonNull(state, "state is null").pki();
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Makes what is missing; answers how many were made. */
    public int ensure(List<NodePlan> nodes) throws IOException {
        CertificateAuthority cluster = authority("ca", "kubernetes");
        CertificateAuthority frontProxy = authority("front-proxy-ca", "front-proxy-ca");
        List<Missing> missing = new ArrayList<>();
        for (Map.Entry<String, CertificateRequest> wanted :
                clusterCertificates(nodes).entrySet()) {
            if (!isGood(wanted.getKey(), cluster)) {
                missing.add(new Missing(wanted.getKey(), cluster, wanted.getValue()));
            }
        }
        if (!isGood("front-proxy-client", frontProxy)) {
            missing.add(new Missing("front-proxy-client", frontProxy, CertificateRequest.client("front-proxy-client")));
        }
        // Finding primes is most of the work, and all processors can take part in it.
        List<KeyedCertificate> issued =
                missing.parallelStream().map(Missing::issue).toList();
        for (int i = 0; i < issued.size(); i++) {
            write(missing.get(i).name(), issued.get(i));
        }
        ensureServiceAccountKeys();
        return made;
    }

    private record Missing(String name, CertificateAuthority authority, CertificateRequest request) {
        KeyedCertificate issue() {
            return authority.issue(request);
        }
    }

    private static Map<String, CertificateRequest> clusterCertificates(List<NodePlan> nodes) throws IOException {
        Map<String, CertificateRequest> wanted = new LinkedHashMap<>();
        wanted.put("apiserver", CertificateRequest.server("kube-apiserver", apiServerNames(), apiServerAddresses()));
        wanted.put(
                "apiserver-kubelet-client",
                CertificateRequest.client("kube-apiserver-kubelet-client", "system:masters"));
        wanted.put("admin", CertificateRequest.client("kubernetes-admin", "system:masters"));
        wanted.put("kube-controller-manager", CertificateRequest.client("system:kube-controller-manager"));
        wanted.put("kube-scheduler", CertificateRequest.client("system:kube-scheduler"));
        wanted.put("kube-proxy", CertificateRequest.client("system:kube-proxy"));
        wanted.put("caravel-dns", CertificateRequest.client("system:kube-dns"));
        for (NodePlan node : nodes) {
            String user = "system:node:" + node.name();
            wanted.put("kubelet-" + node.name(), CertificateRequest.client(user, "system:nodes"));
            wanted.put(
                    "kubelet-serving-" + node.name(),
                    CertificateRequest.server(user, List.of(node.name()), List.of(node.address(), "127.0.0.1")));
        }
        return wanted;
    }

    private CertificateAuthority authority(String name, String commonName) throws IOException {
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        if (Files.exists(certificate) && Files.exists(key)) {
            return new CertificateAuthority(
                    new KeyedCertificate(PemFiles.readCertificate(certificate), PemFiles.readPrivateKey(key)), clock);
        }
        CertificateAuthority authority = CertificateAuthority.create(commonName, clock);
        write(name, authority.self());
        return authority;
    }

    private boolean isGood(String name, CertificateAuthority authority) throws IOException {
        Path file = directory.resolve(name + ".crt");
        if (!Files.exists(file) || !Files.exists(directory.resolve(name + ".key"))) {
            return false;
        }
        X509Certificate certificate = PemFiles.readCertificate(file);
        return certificate
                        .getIssuerX500Principal()
                        .equals(authority.self().certificate().getSubjectX500Principal())
                && certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWAL));
    }

    private void write(String name, KeyedCertificate pair) throws IOException {
        PemFiles.write(directory.resolve(name + ".key"), pair.key());
        PemFiles.write(directory.resolve(name + ".crt"), pair.certificate());
        made++;
    }

    private void ensureServiceAccountKeys() throws IOException {
        if (!Files.exists(directory.resolve("sa.key")) || !Files.exists(directory.resolve("sa.pub"))) {
            KeyPair keys = KeyPairs.generate();
            PemFiles.write(directory.resolve("sa.key"), keys.getPrivate());
            PemFiles.write(directory.resolve("sa.pub"), keys.getPublic());
            made++;
        }
    }

    private static List<String> apiServerNames() throws IOException {
        return List.of(
                "localhost",
                InetAddress.getLocalHost().getHostName(),
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc." + Addresses.CLUSTER_DOMAIN);
    }

    private static List<String> apiServerAddresses() throws IOException {
        List<String> addresses = new ArrayList<>(List.of("127.0.0.1", Addresses.API_SERVICE, Addresses.controlPlane()));
        MachineAddresses.global().forEach(addresses::add);
        return addresses;
    }
}
