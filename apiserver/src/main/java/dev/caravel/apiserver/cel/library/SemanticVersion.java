package dev.caravel.apiserver.cel.library;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as semver.org (2.0.0) says; what follows {@code +} does not count in comparisons. */
record SemanticVersion(long major, long minor, long patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {
    private static final int LONGEST = 256;
    private static final String NUMBER = "(0|[1-9]\\d{0,17})";
    private static final String IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER
            + "(?:\\." + IDENTIFIER + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    static Optional<SemanticVersion> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SemanticVersion(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(3)),
                form.group(4) == null ? List.of() : List.of(form.group(4).split("\\."))));
    }

    static SemanticVersion require(String text) {
        return parse(text)
                .orElseThrow(() -> new CelInvalidArgumentException(
                        text.isEmpty() ? "Version string empty" : "Invalid semantic version: \"" + text + "\""));
    }

    /** {@code v1.02} is {@code 1.2.0}. */
    static String normalized(String text) {
        String version = text.startsWith("v") ? text.substring(1) : text;
        int end = 0;
        while (end < version.length() && version.charAt(end) != '-' && version.charAt(end) != '+') {
            end++;
        }
        String[] numbers = version.substring(0, end).split("\\.", -1);
        StringBuilder normalized = new StringBuilder();
        for (int i = 0; i < Math.max(3, numbers.length); i++) {
            String number = i < numbers.length ? numbers[i] : "0";
            normalized.append(i == 0 ? "" : ".").append(number.replaceFirst("^0+(?=\\d)", ""));
        }
        return normalized + version.substring(end);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        if (order != 0 || preRelease.equals(other.preRelease)) {
            return order;
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return preRelease.isEmpty() ? 1 : -1;
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String one, String other) {
        boolean number = one.chars().allMatch(Character::isDigit);
        boolean otherNumber = other.chars().allMatch(Character::isDigit);
        if (number && otherNumber) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        if (number != otherNumber) {
            return number ? -1 : 1;
        }
        return one.compareTo(other);
    }
}
