package dev.caravel.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.dns.forward.Forwarder;
import dev.caravel.dns.zone.ServiceDirectory;
import dev.caravel.dns.zone.ServiceName;
import dev.caravel.dns.zone.ServiceRecords;
import dev.caravel.dns.zone.ServiceRecords.Endpoint;
import dev.caravel.dns.zone.Zone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Over real sockets on loopback. A second server of ours stands for the one that other names are forwarded to. */
@DisplayName("The DNS server")
class ServersIT {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ServiceDirectory directory = new ServiceDirectory();
    private final ServiceDirectory elsewhere = new ServiceDirectory();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private UdpServer upstream;
    private UdpServer udp;
    private TcpServer tcp;

    @BeforeEach
    void start() throws IOException {
        upstream = new UdpServer(
                ANY_PORT,
                new Responder(new Zone("example.org", elsewhere, new Random(1)), new Forwarder(List.of()), () -> true));
        Forwarder forwarder =
                new Forwarder(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.port())));
        Responder responder = new Responder(new Zone("cluster.local", directory, new Random(1)), forwarder, ready::get);
        udp = new UdpServer(ANY_PORT, responder);
        tcp = new TcpServer(ANY_PORT, responder);
    }

    @AfterEach
    void stop() throws IOException {
        udp.close();
        tcp.close();
        upstream.close();
    }

    @Test
    @DisplayName("answers over UDP and TCP with authority")
    void answers() throws IOException {
        directory.put(service("web", "10.96.0.7"));

        for (boolean overTcp : List.of(false, true)) {
            Message answer = ask("web.a.svc.cluster.local.", overTcp);
            assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
            assertThat(answer.getSection(Section.ANSWER))
                    .extracting(Record::rdataToString)
                    .containsExactly("10.96.0.7");
        }
    }

    @Test
    @DisplayName("cuts an answer too long for UDP, and gives it whole over TCP")
    void truncates() throws IOException {
        List<Endpoint> endpoints = IntStream.range(0, 200)
                .mapToObj(i -> InetAddress.ofLiteral("10.244.0." + i))
                .map(address -> new Endpoint(address.getHostAddress().replace('.', '-'), address, List.of()))
                .toList();
        directory.put(
                new ServiceRecords(new ServiceName("a", "web"), List.of(), List.of(), endpoints, Optional.empty()));

        Message cut = askUdp(Message.newQuery(question("web.a.svc.cluster.local.")));
        Message whole = ask("web.a.svc.cluster.local.", true);

        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(200);
    }

    @Test
    @DisplayName("forwards other names, and follows an ExternalName to them")
    void forwards() throws IOException {
        elsewhere.put(service("www", "192.0.2.80"));
        directory.put(new ServiceRecords(
                new ServiceName("a", "ext"), List.of(), List.of(), List.of(), Optional.of("www.a.svc.example.org")));

        assertThat(ask("www.a.svc.example.org.", false).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("192.0.2.80");
        assertThat(ask("ext.a.svc.cluster.local.", false).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("www.a.svc.example.org.", "192.0.2.80");
    }

    @Test
    @DisplayName("says that it failed when it is not ready, or no server answers for another name")
    void fails() throws IOException {
        ready.set(false);
        Message notReady = ask("web.a.svc.cluster.local.", false);
        ready.set(true);

        assertThat(notReady.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask("nowhere.test.", true).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    @DisplayName("answers bytes that are no query with a format error")
    void garbage() throws IOException {
        byte[] nameCutShort = {0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 'a'};

        assertThat(new Message(exchange(nameCutShort)).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    private static ServiceRecords service(String name, String ip) {
        return new ServiceRecords(
                new ServiceName("a", name), List.of(InetAddress.ofLiteral(ip)), List.of(), List.of(), Optional.empty());
    }

    private static Record question(String name) throws IOException {
        return Record.newRecord(Name.fromString(name), Type.A, DClass.IN);
    }

    private Message ask(String name, boolean overTcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
        resolver.setPort(overTcp ? tcp.port() : udp.port());
        resolver.setTCP(overTcp);
        return resolver.send(Message.newQuery(question(name)));
    }

    private Message askUdp(Message query) throws IOException {
        return new Message(exchange(query.toWire()));
    }

    private byte[] exchange(byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), udp.port());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }
}
