package dev.caravel.controllers.tainteviction;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a pod must leave a node for its NoExecute taints. Pure. */
final class EvictionTime {
    private EvictionTime() {}

    /** Empty when the pod may stay for ever. */
    static Optional<Instant> of(List<Taint> taints, List<Toleration> tolerations, Instant now) {
        Optional<Instant> earliest = Optional.empty();
        for (Taint taint : taints) {
            List<Toleration> matching = tolerations.stream()
                    .filter(toleration -> tolerates(toleration, taint))
                    .toList();
            Optional<Instant> end = matching.isEmpty() ? Optional.of(now) : end(taint, matching, now);
            if (end.isPresent() && (earliest.isEmpty() || end.get().isBefore(earliest.get()))) {
                earliest = end;
            }
        }
        return earliest;
    }

    /** Of several tolerations the shortest counts; one without seconds sets no end. */
    private static Optional<Instant> end(Taint taint, List<Toleration> matching, Instant now) {
        Instant since = taint.getTimeAdded() == null ? now : Instant.parse(taint.getTimeAdded());
        return matching.stream()
                .map(Toleration::getTolerationSeconds)
                .filter(seconds -> seconds != null)
                .map(seconds -> since.plus(Duration.ofSeconds(Math.max(0, seconds))))
                .min(Instant::compareTo);
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean effect =
                isEmpty(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect());
        boolean key = isEmpty(toleration.getKey()) || toleration.getKey().equals(taint.getKey());
        boolean value = "Exists".equals(toleration.getOperator())
                || nonNull(toleration.getValue()).equals(nonNull(taint.getValue()));
        return effect && key && value;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    private static String nonNull(String text) {
        return text == null ? "" : text;
    }
}
