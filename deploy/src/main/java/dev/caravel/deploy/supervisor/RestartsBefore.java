package dev.caravel.deploy.supervisor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each process had been restarted when a command began, to tell what has happened since. */
public record RestartsBefore(Map<String, Integer> restarts) {
    public RestartsBefore {
        restarts = Map.copyOf(restarts);
    }

    public static RestartsBefore of(List<ProcessState> states) {
        return new RestartsBefore(
                states.stream().collect(Collectors.toMap(ProcessState::name, ProcessState::restarts)));
    }

    /** A supervisor that has come after another one counts from 0 again. */
    public int since(ProcessState now) {
        int before = restarts.getOrDefault(now.name(), 0);
        return now.restarts() >= before ? now.restarts() - before : now.restarts();
    }
}
