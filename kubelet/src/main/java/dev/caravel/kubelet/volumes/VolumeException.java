package dev.caravel.kubelet.volumes;

/** A volume cannot be made now; the message is fit for the FailedMount event. */
public final class VolumeException extends RuntimeException {
    public VolumeException(String message) {
        super(message);
    }
}
