package dev.caravel.kubelet.images;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reference to an image: repository, and a tag or digest. */
public record ImageName(String domain, String repository, String tail) {
    private static final Pattern REFERENCE = Pattern.compile("(?<name>[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::[0-9]+)?"
            + "(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*)*)"
            + "(?<tag>:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?<digest>@[a-z0-9+._-]+:[0-9a-f]{32,})?");
    private static final String DEFAULT_DOMAIN = "docker.io";

    /** Empty when {@code text} is no reference to an image. */
    public static Optional<ImageName> parse(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group("name");
        String tag = matcher.group("tag") == null ? "" : matcher.group("tag");
        String digest = matcher.group("digest") == null ? "" : matcher.group("digest");
        String first = name.split("/", 2)[0];
        boolean hasDomain =
                name.contains("/") && (first.contains(".") || first.contains(":") || first.equals("localhost"));
        return Optional.of(new ImageName(
                hasDomain ? first : DEFAULT_DOMAIN,
                name,
                tag.isEmpty() && digest.isEmpty() ? ":latest" : tag + digest));
    }

    /** As written, with the tag {@code latest} where there is none. */
    @Override
    public String toString() {
        return repository + tail;
    }
}
