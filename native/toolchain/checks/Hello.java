import java.io.InputStream;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** What the roles need of an executable, in little; prints a line for each, and fails on the first that does not work. */
public final class Hello {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Hello() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("thread: " + answerOf(Thread.ofPlatform()));
        System.out.println("virtual thread: " + answerOf(Thread.ofVirtual()));
        System.out.println("process: " + spawn());
        System.out.println("unix socket: " + throughUnixSocket());
        System.out.println("tls: " + throughTls(Path.of(arguments[0])));
        System.out.println("locale: " + Locale.getDefault() + ", time zone: "
                + TimeZone.getDefault().getID());
        Runtime runtime = Runtime.getRuntime();
        System.out.println(
                "processors: " + runtime.availableProcessors() + ", heap: " + (runtime.maxMemory() >> 20) + " MiB");
    }

    private static String answerOf(Thread.Builder builder) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = builder.start(() -> answer.complete("hello"));
        thread.join();
        return answer.getNow("no answer");
    }

    private static String spawn() throws Exception {
        Process process = new ProcessBuilder("/bin/echo", "hello").start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes()).strip();
            return said + ", status " + process.waitFor();
        }
    }

    private static String throughUnixSocket() throws Exception {
        Path directory = Files.createTempDirectory("hello-");
        Path socket = directory.resolve("socket");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Thread.ofVirtual().start(() -> greet(server));
            try (SocketChannel client = SocketChannel.open(address)) {
                ByteBuffer buffer = ByteBuffer.allocate(16);
                client.read(buffer);
                return new String(buffer.array(), 0, buffer.position());
            }
        } finally {
            for (Path path : List.of(socket, directory)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void greet(ServerSocketChannel server) {
        try (SocketChannel client = server.accept()) {
            client.write(ByteBuffer.wrap("hello".getBytes()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String throughTls(Path keyStore) throws Exception {
        SSLContext context = contextOf(keyStore);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            Thread.ofVirtual().start(() -> greet(server));
            try (SSLSocket client =
                    (SSLSocket) context.getSocketFactory().createSocket(loopback, server.getLocalPort())) {
                String said = new String(client.getInputStream().readAllBytes());
                return said + ", " + client.getSession().getProtocol() + " "
                        + client.getSession().getCipherSuite();
            }
        }
    }

    private static void greet(SSLServerSocket server) {
        try (SSLSocket client = (SSLSocket) server.accept()) {
            client.getOutputStream().write("hello".getBytes());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext contextOf(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
