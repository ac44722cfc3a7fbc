package dev.caravel.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

@DisplayName("The cluster's zone")
class ZoneTest {
    private final ServiceDirectory directory = new ServiceDirectory();
    private final Zone zone = new Zone("cluster.local", directory, new Random(1));

    @BeforeEach
    void fill() {
        put("""
                {"metadata": {"name": "web", "namespace": "a"},
                 "spec": {"type": "ClusterIP", "clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7", "fd00::7"],
                          "ports": [{"name": "http", "port": 80, "protocol": "TCP"}]}}""");
        put("""
                {"metadata": {"name": "db", "namespace": "a"}, "spec": {"type": "ClusterIP", "clusterIP": "None"}}""", """
                {"addressType": "IPv4", "ports": [{"name": "sql", "port": 5432, "protocol": "TCP"}],
                 "endpoints": [{"addresses": ["10.244.0.5"], "hostname": "db-0", "conditions": {"ready": true}},
                               {"addresses": ["10.244.0.6"], "conditions": {"ready": true}},
                               {"addresses": ["10.244.0.7"], "conditions": {"ready": false}}]}""");
        put("""
                {"metadata": {"name": "ext", "namespace": "a"},
                 "spec": {"type": "ExternalName", "externalName": "example.org"}}""");
        put("""
                {"metadata": {"name": "none", "namespace": "a"}, "spec": {"type": "ClusterIP", "clusterIP": "None"}}""");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    web.a.svc.cluster.local              | A     | 10.96.0.7
                    WEB.A.svc.Cluster.Local              | A     | 10.96.0.7
                    web.a.svc.cluster.local              | AAAA  | fd00:0:0:0:0:0:0:7
                    web.a.svc.cluster.local              | SRV   | 0 100 80 web.a.svc.cluster.local.
                    _http._tcp.web.a.svc.cluster.local   | SRV   | 0 100 80 web.a.svc.cluster.local.
                    7.0.96.10.in-addr.arpa               | PTR   | web.a.svc.cluster.local.
                    db.a.svc.cluster.local               | A     | 10.244.0.5, 10.244.0.6
                    db-0.db.a.svc.cluster.local          | A     | 10.244.0.5
                    10-244-0-6.db.a.svc.cluster.local    | A     | 10.244.0.6
                    _sql._tcp.db.a.svc.cluster.local     | SRV   | 0 50 5432 10-244-0-6.db.a.svc.cluster.local., 0 50 5432 db-0.db.a.svc.cluster.local.
                    5.0.244.10.in-addr.arpa              | PTR   | db-0.db.a.svc.cluster.local.
                    ext.a.svc.cluster.local              | A     | example.org.
                    10-244-0-9.a.pod.cluster.local       | A     | 10.244.0.9
                    dns-version.cluster.local            | TXT   | "1.1.0"
                    """)
    @DisplayName("answers for services, endpoints and pods")
    void answers(String name, String type, String expected) {
        Answer answer = lookup(name, type);

        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.FOUND);
        assertThat(text(answer.records())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "cluster.local, A",
        "svc.cluster.local, A",
        "a.svc.cluster.local, A",
        "web.a.svc.cluster.local, TXT",
        "db.a.svc.cluster.local, AAAA",
        "_http._tcp.web.a.svc.cluster.local, A"
    })
    @DisplayName("says that a name exists without records of the type")
    void noData(String name, String type) {
        Answer answer = lookup(name, type);

        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.FOUND);
        assertThat(answer.records()).isEmpty();
        assertThat(answer.authority())
                .singleElement()
                .extracting(Record::getType)
                .isEqualTo(Type.SOA);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gone.a.svc.cluster.local",
        "b.svc.cluster.local",
        "none.a.svc.cluster.local",
        "10-244-0-7.db.a.svc.cluster.local",
        "_ftp._tcp.web.a.svc.cluster.local",
        "_http._udp.web.a.svc.cluster.local",
        "x.y.z.web.a.svc.cluster.local",
        "not-an-ip.a.pod.cluster.local",
        "other.cluster.local"
    })
    @DisplayName("denies names that do not exist, with its SOA for negative caching")
    void noSuchName(String name) {
        Answer answer = lookup(name, "A");

        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.NO_SUCH_NAME);
        assertThat(answer.authority())
                .singleElement()
                .extracting(Record::getType)
                .isEqualTo(Type.SOA);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"example.org", "local", "9.9.9.9.in-addr.arpa", "10.in-addr.arpa"})
    @DisplayName("has no say in other names")
    void otherNames(String name) throws TextParseException {
        assertThat(zone.lookup(Name.fromString(name, Name.root), Type.A)).isEmpty();
    }

    @Test
    @DisplayName("forgets a service that is deleted, and its namespace with the last one")
    void forgets() {
        for (String name : List.of("web", "db", "ext", "none")) {
            directory.remove(new ServiceName("a", name));
        }

        assertThat(lookup("web.a.svc.cluster.local", "A").outcome()).isEqualTo(Answer.Outcome.NO_SUCH_NAME);
        assertThat(lookup("a.svc.cluster.local", "A").outcome()).isEqualTo(Answer.Outcome.NO_SUCH_NAME);
        assertThat(directory.owner(java.net.InetAddress.ofLiteral("10.96.0.7"))).isEmpty();
    }

    @Test
    @DisplayName("publishes endpoints that are not ready when the service says so")
    void publishesNotReady() {
        put("""
                {"metadata": {"name": "db", "namespace": "a"},
                 "spec": {"type": "ClusterIP", "clusterIP": "None", "publishNotReadyAddresses": true}}""", """
                {"addressType": "IPv4", "ports": [],
                 "endpoints": [{"addresses": ["10.244.0.7"], "conditions": {"ready": false}}]}""");

        assertThat(text(lookup("db.a.svc.cluster.local", "A").records())).isEqualTo("10.244.0.7");
    }

    private void put(String service, String... slices) {
        directory.put(ServiceRecordsReader.read(
                Serialization.unmarshal(service, Service.class),
                List.of(slices).stream()
                        .map(slice -> Serialization.unmarshal(slice, EndpointSlice.class))
                        .toList()));
    }

    private Answer lookup(String name, String type) {
        try {
            return zone.lookup(Name.fromString(name, Name.root), Type.value(type))
                    .orElseThrow();
        } catch (TextParseException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static String text(List<Record> records) {
        return records.stream()
                .map(Record::rdataToString)
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.joining(", "));
    }
}
