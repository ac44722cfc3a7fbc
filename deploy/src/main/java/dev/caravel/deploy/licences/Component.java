package dev.caravel.deploy.licences;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Something of others that an executable contains, as a bill of materials tells it.
 *
 * @param group of a jar in Maven's repository; empty for what is none
 * @param licences by their identifiers, or names where they have none
 */
record Component(String group, String name, String version, List<String> licences) implements Comparable<Component> {
    private static final String OURS = "dev.caravel";
    private static final Comparator<Component> ORDER = Comparator.comparing(Component::group)
            .thenComparing(Component::name)
            .thenComparing(Component::version);

    Component {
        requireNonNull(group, "group is null");
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        licences = List.copyOf(licences);
    }

    static Component of(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            licences.add(licence.path("id")
                    .asText(licence.path("name")
                            .asText(choice.path("expression").asText())));
        }
        return new Component(
                component.path("group").asText(),
                component.path("name").asText(),
                component.path("version").asText(),
                licences);
    }

    boolean ours() {
        return group.equals(OURS);
    }

    /** Below the root of a repository of Maven's. */
    Optional<Path> jar() {
        return group.isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(group.replace('.', '/'), name, version, name + "-" + version + ".jar"));
    }

    @Override
    public String toString() {
        return (group.isEmpty() ? "" : group + ":") + name + " " + version + "  "
                + (licences.isEmpty() ? "(no licence is declared)" : String.join(" OR ", licences));
    }

    @Override
    public int compareTo(Component other) {
        return ORDER.compare(this, other);
    }
}
