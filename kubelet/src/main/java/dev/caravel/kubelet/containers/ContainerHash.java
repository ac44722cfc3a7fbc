package dev.caravel.kubelet.containers;

import io.fabric8.kubernetes.api.model.Container;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Tells whether a container was made from the specification that now stands. It is upstream's hash, bit for bit: 32-bit
 * FNV-1a over the decimal dump of the JSON of image and name. So a kubelet of either kind leaves alone what the other has
 * started.
 */
public final class ContainerHash {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private ContainerHash() {}

    public static String of(Container container) {
        String json = "{\"image\":\"" + container.getImage() + "\",\"name\":\"" + container.getName() + "\"}";
        StringJoiner dump = new StringJoiner(" ", "([]uint8)[", "]");
        for (byte b : json.getBytes(StandardCharsets.UTF_8)) {
            dump.add(Integer.toString(b & 0xff));
        }
        int hash = FNV_OFFSET;
        for (byte b : dump.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return Integer.toHexString(hash);
    }
}
