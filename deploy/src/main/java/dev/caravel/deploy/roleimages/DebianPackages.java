package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.SequencedCollection;

/** What the package manager of this machine knows of its files. */
final class DebianPackages {
    private static final Path RELEASE = Path.of("/etc/os-release");
    private static final String CODE_NAME = "VERSION_CODENAME=";

    private final Commands commands;

    DebianPackages(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** The package that a file came with. */
    DebianPackage owner(Path file) {
        for (String name : names(file)) {
            Commands.Result answer = commands.attempt("dpkg-query", "--search", name);
            if (answer.ok()) {
                return describe(answer.output().lines().findFirst().orElseThrow());
            }
        }
        throw new Problem(
                file + " is of no Debian package, so that its licence is unknown; use the package's own file");
    }

    /** A directory may be a link to one below /usr, and the package may have been made before or after that. */
    static SequencedCollection<String> names(Path file) {
        SequencedCollection<String> names = new LinkedHashSet<>();
        for (Path path : new Path[] {file, real(file)}) {
            names.add(path.toString());
            names.add(path.startsWith("/usr") ? path.toString().substring("/usr".length()) : "/usr" + path);
        }
        return names;
    }

    /** @param answer as in {@code libc6:amd64: /lib/x86_64-linux-gnu/libc.so.6} */
    private DebianPackage describe(String answer) {
        String name = answer.substring(0, answer.indexOf(": "));
        String[] fields = commands.require(
                        "dpkg-query", "--show", "--showformat=${Package} ${Version} ${Architecture}", name)
                .strip()
                .split(" ");
        return new DebianPackage(fields[0], fields[1], fields[2], release());
    }

    private static String release() {
        return TextFiles.read(RELEASE)
                .lines()
                .filter(line -> line.startsWith(CODE_NAME))
                .map(line -> line.substring(CODE_NAME.length()))
                .findFirst()
                .orElseThrow(() -> new Problem(RELEASE + " has no " + CODE_NAME + "; images are made on Debian"));
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
