package dev.caravel.apiserver.streaming;

/**
 * Where a proxy request goes.
 *
 * @param kubelet true for a kubelet itself: the API server identifies itself there, and checks the certificate
 */
public record ProxyTarget(boolean https, String host, int port, boolean kubelet) {
    /** For URLs: an IPv6 address is in brackets. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
