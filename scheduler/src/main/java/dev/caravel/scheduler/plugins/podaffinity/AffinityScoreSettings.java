package dev.caravel.scheduler.plugins.podaffinity;

/**
 * @param hardAffinityWeight how much it counts that an existing pod requires the pod near
 * @param ignorePreferencesOfExistingPods whether they count only for pods that have preferences themselves
 */
public record AffinityScoreSettings(int hardAffinityWeight, boolean ignorePreferencesOfExistingPods) {
    public static final AffinityScoreSettings DEFAULT = new AffinityScoreSettings(1, false);
}
