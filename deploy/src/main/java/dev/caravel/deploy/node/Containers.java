package dev.caravel.deploy.node;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.system.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What runs in a node's containerd, seen from outside of Kubernetes. */
public final class Containers {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration QUESTION = Duration.ofMillis(100);

    private final Commands commands;

    public Containers(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** Ends every container: asks first, and after a few seconds insists. */
    public void stopAll(NodePlan node) throws InterruptedException {
        List<String> running = running(node);
        running.forEach(id -> signal(node, id, "SIGTERM"));
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!running(node).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(QUESTION);
        }
        running(node).forEach(id -> signal(node, id, "SIGKILL"));
        long lastDeadline = System.nanoTime() + GRACE.toNanos();
        while (!running(node).isEmpty() && System.nanoTime() < lastDeadline) {
            Thread.sleep(QUESTION);
        }
    }

    /** Ends and forgets every container, so that no shim is left. */
    public void removeAll(NodePlan node) throws InterruptedException {
        stopAll(node);
        for (String id : lines(node, "tasks", "list", "-q")) {
            ctr(node, "tasks", "delete", "--force", id);
        }
        for (String id : lines(node, "containers", "list", "-q")) {
            ctr(node, "containers", "delete", id);
        }
    }

    public boolean hasImage(NodePlan node, String reference) {
        return lines(node, "images", "list", "-q").contains(reference);
    }

    public void importImage(NodePlan node, Path archive) {
        commands.require(ctrCommand(node, "images", "import", archive.toString()));
    }

    private List<String> running(NodePlan node) {
        return lines(node, "tasks", "list").stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > 2 && columns[2].equals("RUNNING"))
                .map(columns -> columns[0])
                .toList();
    }

    private void signal(NodePlan node, String id, String signal) {
        ctr(node, "tasks", "kill", "--all", "--signal", signal, id);
    }

    private List<String> lines(NodePlan node, String... arguments) {
        Commands.Result result = ctr(node, arguments);
        return result.ok()
                ? result.output().lines().filter(line -> !line.isBlank()).toList()
                : List.of();
    }

    private Commands.Result ctr(NodePlan node, String... arguments) {
        return commands.attempt(ctrCommand(node, arguments));
    }

    private static List<String> ctrCommand(NodePlan node, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("ctr", "--address", node.containerdSocket().toString(), "--namespace", "k8s.io"));
        command.addAll(List.of(arguments));
        return command;
    }
}
