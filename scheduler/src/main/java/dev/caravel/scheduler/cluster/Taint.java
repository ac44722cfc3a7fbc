package dev.caravel.scheduler.cluster;

/** A mark on a node that repels pods. */
public record Taint(String key, String value, String effect) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
    public static final String NO_EXECUTE = "NoExecute";

    static Taint of(io.fabric8.kubernetes.api.model.Taint taint) {
        String value = taint.getValue();
        return new Taint(taint.getKey(), value == null ? "" : value, taint.getEffect());
    }

    /** Whether a pod that does not tolerate the taint must not come to the node. */
    public boolean forbids() {
        return effect.equals(NO_SCHEDULE) || effect.equals(NO_EXECUTE);
    }
}
