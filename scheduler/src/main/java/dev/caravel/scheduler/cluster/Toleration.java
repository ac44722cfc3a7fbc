package dev.caravel.scheduler.cluster;

import java.util.List;

/** What lets a pod onto a tainted node; empty key or effect stands for all. */
public record Toleration(String key, String operator, String value, String effect) {

    static Toleration of(io.fabric8.kubernetes.api.model.Toleration toleration) {
        return new Toleration(
                orEmpty(toleration.getKey()),
                orEmpty(toleration.getOperator()),
                orEmpty(toleration.getValue()),
                orEmpty(toleration.getEffect()));
    }

    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return switch (operator) {
            case "", "Equal" -> value.equals(taint.value());
            case "Exists" -> true;
            default -> false;
        };
    }

    public static boolean anyTolerates(List<Toleration> tolerations, Taint taint) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                return true;
            }
        }
        return false;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
