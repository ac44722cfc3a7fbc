package dev.caravel.kubelet.probes;

/** How one attempt of a probe or hook went; {@code output} explains a failure in upstream's words. */
public record ProbeResult(boolean success, String output) {
    static final ProbeResult OK = new ProbeResult(true, "");

    static ProbeResult failure(String output) {
        return new ProbeResult(false, output);
    }
}
