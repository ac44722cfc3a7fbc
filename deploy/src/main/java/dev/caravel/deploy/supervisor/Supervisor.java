package dev.caravel.deploy.supervisor;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps the processes of a cluster running as the list on disk says. Thread-safe. */
final class Supervisor {
    private final StateDir state;
    private final ObjectMapper json;
    private final ReadinessProbe probe = new ReadinessProbe();
    private final StateBoard board = new StateBoard();
    private final Map<String, SupervisedProcess> processes = new LinkedHashMap<>();

    Supervisor(StateDir state, ObjectMapper json) {
        this.state = requireNonNull(state, "state is null");
        this.json = requireNonNull(json, "json is null");
    }

    StateBoard board() {
        return board;
    }

    /** Starts what is new on the list, ends what is gone from it, and starts anew what differs. */
    synchronized void reload() throws IOException, InterruptedException {
        Map<String, ProcessSpec> wanted = ProcessList.read(state.processes(), json).processes().stream()
                .collect(Collectors.toMap(ProcessSpec::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));
        stop(processes.values().stream()
                .map(SupervisedProcess::spec)
                .filter(spec -> !spec.equals(wanted.get(spec.name())))
                .map(ProcessSpec::name)
                .toList());
        for (ProcessSpec spec : wanted.values()) {
            if (!processes.containsKey(spec.name())) {
                SupervisedProcess process = new SupervisedProcess(spec, state, probe, board, json);
                processes.put(spec.name(), process);
                process.start();
            }
        }
    }

    /** Ends processes, those that depend on others before those, and keeps them ended. */
    synchronized void stop(Collection<String> names) throws InterruptedException {
        Set<String> remaining = new HashSet<>(names);
        remaining.retainAll(processes.keySet());
        while (!remaining.isEmpty()) {
            List<Thread> ending = new ArrayList<>();
            for (String name : outermost(remaining)) {
                remaining.remove(name);
                SupervisedProcess process = processes.remove(name);
                ending.add(Thread.ofVirtual().start(() -> stop(process)));
            }
            for (Thread thread : ending) {
                thread.join();
            }
        }
    }

    synchronized void stopAll() throws InterruptedException {
        stop(List.copyOf(processes.keySet()));
    }

    synchronized List<String> names() {
        return processes.keySet().stream().sorted(Comparator.naturalOrder()).toList();
    }

    private List<String> outermost(Set<String> names) {
        Set<String> needed = names.stream()
                .flatMap(name -> processes.get(name).spec().after().stream())
                .collect(Collectors.toSet());
        List<String> free =
                names.stream().filter(name -> !needed.contains(name)).toList();
        return free.isEmpty() ? List.copyOf(names) : free;
    }

    private void stop(SupervisedProcess process) {
        try {
            process.stop();
            board.remove(process.spec().name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
