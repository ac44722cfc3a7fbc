package dev.caravel.kubelet.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path that names a pod and maybe a container: {@code /exec/<ns>/<pod>[/<uid>]/<container>}.
 *
 * @param container empty for actions on the whole pod
 */
record PodPath(String namespace, String pod, Optional<String> uid, String container) {

    /** Empty when the path has another form. */
    static Optional<PodPath> parse(String path, boolean withContainer) {
        List<String> parts = Arrays.stream(path.substring(1).split("/"))
                .skip(1)
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        int shortest = withContainer ? 3 : 2;
        if (parts.size() != shortest && parts.size() != shortest + 1) {
            return Optional.empty();
        }
        Optional<String> uid = parts.size() > shortest ? Optional.of(parts.get(2)) : Optional.empty();
        return Optional.of(new PodPath(parts.get(0), parts.get(1), uid, withContainer ? parts.getLast() : ""));
    }
}
