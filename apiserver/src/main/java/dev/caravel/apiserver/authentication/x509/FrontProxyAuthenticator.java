package dev.caravel.apiserver.authentication.x509;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator;
import dev.caravel.apiserver.authentication.UserInfo;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Believes the headers of an authenticating proxy that shows a certificate of its own authority. */
public final class FrontProxyAuthenticator implements Authenticator {
    /**
     * The proxy's headers, and who it may be.
     *
     * @param allowedNames common names; empty for any
     */
    public record Trust(
            List<String> allowedNames,
            List<String> userHeaders,
            List<String> uidHeaders,
            List<String> groupHeaders,
            List<String> extraPrefixes) {}

    private final Supplier<CertificateAuthorities> authorities;
    private final Trust trust;

    public FrontProxyAuthenticator(Supplier<CertificateAuthorities> authorities, Trust trust) {
        this.authorities = requireNonNull(authorities, "authorities is null");
        this.trust = requireNonNull(trust, "trust is null");
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        if (credentials.clientCertificates().isEmpty()) {
            return Optional.empty();
        }
        String user = first(credentials, trust.userHeaders());
        if (user.isEmpty()) {
            return Optional.empty();
        }
        authorities.get().verify(credentials.clientCertificates());
        String proxy = Subject.of(credentials.clientCertificates().getFirst()).commonName();
        if (!trust.allowedNames().isEmpty() && !trust.allowedNames().contains(proxy)) {
            throw new AuthenticationException("x509: subject with cn=%s is not in the allowed list".formatted(proxy));
        }
        return Optional.of(new UserInfo(
                user,
                first(credentials, trust.uidHeaders()),
                all(credentials, trust.groupHeaders()),
                extra(credentials)));
    }

    private static String first(Credentials credentials, List<String> names) {
        List<String> values = all(credentials, names);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static List<String> all(Credentials credentials, List<String> names) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            for (Map.Entry<String, String> header : credentials.headers()) {
                if (header.getKey().equalsIgnoreCase(name) && !header.getValue().isEmpty()) {
                    values.add(header.getValue());
                }
            }
        }
        return values;
    }

    private Map<String, List<String>> extra(Credentials credentials) {
        Map<String, List<String>> extra = new HashMap<>();
        for (String prefix : trust.extraPrefixes()) {
            for (Map.Entry<String, String> header : credentials.headers()) {
                if (header.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
                    String key = header.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT);
                    extra.computeIfAbsent(unescape(key), _ -> new ArrayList<>()).add(header.getValue());
                }
            }
        }
        return extra;
    }

    private static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return key; // as upstream: what does not decode was not encoded
        }
    }
}
