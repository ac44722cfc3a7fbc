package dev.caravel.deploy.supervisor;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Speaks to the supervisor of a cluster, and starts one if there is none. */
public final class SupervisorClient {
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUESTION = Duration.ofMillis(50);
    /** Starts the supervisor again should it be killed; ends with it when it ends by itself. */
    private static final String KEEP_ALIVE = "until \"$@\"; do sleep 1; done";

    private final StateDir state;
    private final ObjectMapper json = new ObjectMapper();

    public SupervisorClient(StateDir state) {
        this.state = requireNonNull(state, "state is null");
    }

    /** The states of all processes; empty when no supervisor runs. */
    public Optional<List<ProcessState>> states() {
        return order("states");
    }

    public boolean running() {
        return states().isPresent();
    }

    public void reload() {
        required("reload");
    }

    public void stop(List<String> names) {
        if (!names.isEmpty()) {
            required("stop " + String.join(" ", names));
        }
    }

    public void quit() {
        required("quit");
    }

    /** Follows the states until they satisfy {@code enough}; empty when that did not come within {@code patience}. */
    public Optional<List<ProcessState>> await(Predicate<List<ProcessState>> enough, Duration patience) {
        try (SocketChannel channel = connect()) {
            Thread alarm = Thread.ofVirtual().start(() -> closeAfter(channel, patience));
            try {
                BufferedReader in = send(channel, "watch");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    List<ProcessState> states = parse(line);
                    if (enough.test(states)) {
                        return Optional.of(states);
                    }
                }
            } finally {
                alarm.interrupt();
            }
        } catch (IOException e) {
            // Out of patience, or the supervisor is gone; both are for the caller to explain.
        }
        return Optional.empty();
    }

    /** Starts a supervisor, detached from this terminal, and waits until it takes orders. */
    public void launch(List<String> supervisorCommand) throws IOException, InterruptedException {
        Files.createDirectories(state.logs());
        Path log = state.log("supervisor");
        List<String> command = new ArrayList<>(List.of("setsid", "--fork", "sh", "-c", KEEP_ALIVE, "caravel"));
        command.addAll(supervisorCommand);
        new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!running()) {
            if (System.nanoTime() > deadline) {
                throw new Problem("the supervisor does not start; see " + log);
            }
            Thread.sleep(QUESTION);
        }
    }

    private void required(String order) {
        order(order).orElseThrow(() -> new Problem("the supervisor does not answer; run './caravel up'"));
    }

    private Optional<List<ProcessState>> order(String order) {
        try (SocketChannel channel = connect()) {
            String answer = send(channel, order).readLine();
            return answer == null ? Optional.empty() : Optional.of(parse(answer));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(state.supervisorSocket()));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static BufferedReader send(SocketChannel channel, String order) throws IOException {
        channel.write(ByteBuffer.wrap((order + "\n").getBytes(StandardCharsets.UTF_8)));
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    private List<ProcessState> parse(String line) throws IOException {
        return json.readValue(line, new TypeReference<List<ProcessState>>() {});
    }

    private static void closeAfter(SocketChannel channel, Duration patience) {
        try {
            Thread.sleep(patience);
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("cannot close the control socket: " + e.getMessage());
        }
    }
}
