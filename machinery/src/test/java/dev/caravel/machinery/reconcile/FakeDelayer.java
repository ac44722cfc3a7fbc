package dev.caravel.machinery.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when the test says so. */
final class FakeDelayer implements Delayer {
    private record Task(Duration at, Runnable run) {}

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), task));
    }

    void pass(Duration time) {
        now = now.plus(time);
        List<Task> ripe = tasks.stream()
                .filter(task -> task.at().compareTo(now) <= 0)
                .sorted(Comparator.comparing(Task::at))
                .toList();
        tasks.removeAll(ripe);
        ripe.forEach(task -> task.run().run());
    }
}
