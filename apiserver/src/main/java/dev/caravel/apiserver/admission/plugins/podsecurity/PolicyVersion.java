package dev.caravel.apiserver.admission.plugins.podsecurity;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Kubernetes version by whose rules a level is judged. */
record PolicyVersion(int minor) {
    static final PolicyVersion LATEST = new PolicyVersion(Integer.MAX_VALUE);
    static final String MUST_BE = "must be \"latest\" or \"v1.x\"";

    private static final Pattern TEXT = Pattern.compile("v1\\.(0|[1-9][0-9]{0,8})");

    static Optional<PolicyVersion> parse(String text) {
        if (text.equals("latest")) {
            return Optional.of(LATEST);
        }
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new PolicyVersion(Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return equals(LATEST) ? "latest" : "v1." + minor;
    }
}
