package dev.caravel.kubelet.containers;

import io.fabric8.kubernetes.api.model.Container;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Tells whether a container was made from the specification that now stands: of its name and image, as upstream. */
public final class ContainerHash {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private ContainerHash() {}

    public static String of(Container container) {
        String identity = container.getName() + "\0" + container.getImage();
        int hash = FNV_OFFSET;
        for (byte b : identity.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
