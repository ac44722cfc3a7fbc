package dev.caravel.kubelet.volumes;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One volume of one pod on this node. What it makes lies below the pod's volumes directory, which is unmounted and removed
 * as a whole when the pod ends: a kubelet that was restarted meanwhile need not know what was there. Used by one thread at
 * a time.
 */
public interface PodVolume {
    /** What containers mount; exists after {@link #setUp}. */
    Path path();

    /**
     * Makes the volume, or brings it up to date; idempotent.
     *
     * @throws VolumeException when what it is made of is missing or wrong; to be tried again
     */
    void setUp() throws IOException;
}
