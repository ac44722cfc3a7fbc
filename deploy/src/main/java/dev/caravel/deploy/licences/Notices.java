package dev.caravel.deploy.licences;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a package of the executables tells about the work of others in them: a list, and each one's own texts. */
public final class Notices {
    private static final String PREFACE = """
            The executables contain what is listed here, each under its own licence. The texts that its authors have put beside
            their code are in the directory of its name; those of the Java class library and runtime are in openjdk.

            """;

    private final LicenceTexts texts;
    private final ObjectMapper json = new ObjectMapper();

    public Notices(Path mavenRepository, Path javaHome) {
        this.texts = new LicenceTexts(mavenRepository, javaHome);
    }

    /** @param bills in CycloneDX' JSON */
    public void write(Collection<Path> bills, Path out) throws IOException {
        requireNonNull(out, "out is null");
        SortedSet<Component> components = new TreeSet<>();
        for (Path bill : bills) {
            json.readTree(bill.toFile())
                    .path("components")
                    .forEach(component -> components.add(Component.of(component)));
        }
        components.removeIf(Component::ours);
        TextFiles.write(
                out.resolve("THIRD-PARTY.txt"),
                PREFACE + components.stream().map(Component::toString).collect(Collectors.joining("\n", "", "\n")));
        texts.copy(components, out);
    }
}
