package dev.caravel.kubelet.volumes;

import java.util.Arrays;

/**
 * A file to be projected into a volume.
 *
 * @param owner the user that shall own it, null for root
 */
record VolumeFile(byte[] content, int mode, Integer owner) {

    VolumeFile(byte[] content, int mode) {
        this(content, mode, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VolumeFile file && mode == file.mode && Arrays.equals(content, file.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content) * 31 + mode;
    }
}
