package dev.caravel.apiserver.authentication.config;

import static dev.caravel.apiserver.json.Quoted.quoted;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Issuer;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with a configuration, in upstream's words. Pure. */
public final class ConfigurationFaults {
    private static final int MAX_JWT = 64;
    private static final String MATCH_ANY = "MatchAny";
    private static final Set<String> EGRESS = Set.of("controlplane", "cluster");

    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> ownIssuers;

    private ConfigurationFaults(List<String> ownIssuers) {
        this.ownIssuers = new TreeSet<>(ownIssuers);
    }

    /** @param ownIssuers those of service account tokens, whose tokens nobody else may issue */
    public static List<FieldError> of(AuthenticationConfiguration configuration, List<String> ownIssuers) {
        if (configuration.jwt().size() > MAX_JWT) {
            return List.of(FieldError.tooMany("jwt", configuration.jwt().size(), MAX_JWT));
        }
        ConfigurationFaults faults = new ConfigurationFaults(ownIssuers);
        faults.jwts(configuration.jwt());
        configuration
                .anonymous()
                .filter(anonymous -> !anonymous.enabled() && !anonymous.paths().isEmpty())
                .ifPresent(anonymous -> faults.errors.add(FieldError.invalid(
                        "anonymous.conditions",
                        quoted(anonymous.paths()),
                        "enabled should be set to true when conditions are defined")));
        return faults.errors;
    }

    private void jwts(List<Jwt> all) {
        Set<String> urls = new HashSet<>();
        Set<String> discoveryUrls = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Jwt jwt = all.get(i);
            String path = FieldPath.index("jwt", i);
            issuer(jwt.issuer(), FieldPath.child(path, "issuer"));
            errors.addAll(ClaimFaults.of(jwt, path));
            if (!urls.add(jwt.issuer().url())) {
                errors.add(FieldError.duplicate(
                        path + ".issuer.url", quoted(jwt.issuer().url())));
            }
            String discovery = jwt.issuer().discoveryUrl();
            if (!discovery.isEmpty() && !discoveryUrls.add(discovery)) {
                errors.add(FieldError.duplicate(path + ".issuer.discoveryURL", quoted(discovery)));
            }
        }
    }

    private void issuer(Issuer issuer, String path) {
        if (issuer.url().isEmpty()) {
            errors.add(FieldError.required(FieldPath.child(path, "url"), ""));
        } else {
            url(issuer.url(), ownIssuers, FieldPath.child(path, "url"));
        }
        discovery(issuer, FieldPath.child(path, "discoveryURL"));
        audiences(issuer, path);
        authority(issuer.certificateAuthority(), FieldPath.child(path, "certificateAuthority"));
        egress(issuer.egressSelectorType(), FieldPath.child(path, "egressSelectorType"));
    }

    private void discovery(Issuer issuer, String path) {
        String url = issuer.discoveryUrl();
        if (url.isEmpty()) {
            return;
        }
        if (!issuer.url().isEmpty() && unslashed(url).equals(unslashed(issuer.url()))) {
            errors.add(FieldError.invalid(path, quoted(url), "discoveryURL must be different from URL"));
        }
        url(url, Set.of(), path);
    }

    private static String unslashed(String url) {
        return url.replaceAll("/+$", "");
    }

    private void url(String url, Set<String> disallowed, String path) {
        if (disallowed.contains(url)) {
            errors.add(FieldError.invalid(
                    path,
                    quoted(url),
                    "URL must not overlap with disallowed issuers: [" + String.join(" ", disallowed) + "]"));
        }
        try {
            URI uri = new URI(url);
            refuse(!"https".equals(uri.getScheme()), path, url, "URL scheme must be https");
            refuse(uri.getUserInfo() != null, path, url, "URL must not contain a username or password");
            refuse(present(uri.getRawQuery()), path, url, "URL must not contain a query");
            refuse(present(uri.getRawFragment()), path, url, "URL must not contain a fragment");
        } catch (URISyntaxException e) {
            errors.add(FieldError.invalid(path, quoted(url), "parse " + quoted(url) + ": " + e.getReason()));
        }
    }

    private static boolean present(String part) {
        return part != null && !part.isEmpty();
    }

    private void refuse(boolean wrong, String path, String value, String why) {
        if (wrong) {
            errors.add(FieldError.invalid(path, quoted(value), why));
        }
    }

    private void audiences(Issuer issuer, String parent) {
        String path = FieldPath.child(parent, "audiences");
        List<String> audiences = issuer.audiences();
        if (audiences.isEmpty()) {
            errors.add(FieldError.required(path, "at least one " + path + " is required"));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < audiences.size(); i++) {
            if (audiences.get(i).isEmpty()) {
                errors.add(FieldError.required(FieldPath.index(path, i), ""));
            }
            if (!seen.add(audiences.get(i))) {
                errors.add(FieldError.duplicate(FieldPath.index(path, i), quoted(audiences.get(i))));
            }
        }
        String policy = issuer.audienceMatchPolicy();
        String policyPath = FieldPath.child(parent, "audienceMatchPolicy");
        boolean matchAny = policy.equals(MATCH_ANY);
        refuse(
                audiences.size() > 1 && !matchAny,
                policyPath,
                policy,
                "audienceMatchPolicy must be MatchAny for multiple audiences");
        refuse(
                audiences.size() == 1 && !policy.isEmpty() && !matchAny,
                policyPath,
                policy,
                "audienceMatchPolicy must be empty or MatchAny for single audience");
    }

    private void authority(String pem, String path) {
        if (pem.isEmpty()) {
            return;
        }
        try {
            boolean none = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
            if (none) {
                errors.add(FieldError.invalid(
                        path, quoted("<omitted>"), "data does not contain any valid RSA or ECDSA certificates"));
            }
        } catch (CertificateException e) {
            errors.add(FieldError.invalid(
                    path, quoted("<omitted>"), "data does not contain any valid RSA or ECDSA certificates"));
        }
    }

    /** There are no egress selectors here: a wish for one cannot be met. */
    private void egress(String type, String path) {
        if (type.isEmpty()) {
            return;
        }
        refuse(
                EGRESS.contains(type),
                path,
                type,
                "egress selector is not supported when StructuredAuthenticationConfigurationEgressSelector feature gate"
                        + " is disabled");
        refuse(!EGRESS.contains(type), path, type, "egress selector must be either controlplane or cluster");
    }
}
