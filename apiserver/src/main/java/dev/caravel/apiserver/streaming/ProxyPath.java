package dev.caravel.apiserver.streaming;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a proxied server's URLs are for the client.
 *
 * @param prefix the API server's path up to and including {@code proxy}
 */
record ProxyPath(String prefix, ProxyTarget target) {
    /**
     * A redirect of the proxied server, as the client can follow it: what leads to the same server leads through the proxy.
     *
     * @param requestHost the Host that the client asked for; may be null
     */
    String rewrite(String location, String requestHost) {
        URI uri;
        try {
            uri = new URI(location);
        } catch (URISyntaxException e) {
            return location;
        }
        String host = uri.getRawAuthority();
        boolean elsewhere = host != null && !host.equals(target.authority()) && !host.equals(requestHost);
        String path = uri.getRawPath();
        if (elsewhere || path == null || !path.startsWith("/") || path.startsWith(prefix + "/")) {
            return location;
        }
        return prefix
                + path
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }
}
