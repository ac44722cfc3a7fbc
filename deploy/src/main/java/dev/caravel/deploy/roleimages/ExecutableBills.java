package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The roles' executables, and what they contain. */
public final class ExecutableBills {
    private final Path repository;
    private final Map<String, String> environment;
    private final Path bills;

    /**
     * @param environment may name another program for a role; see {@link Role#substitute}
     * @param bills where Maven's bill of each role is
     */
    public ExecutableBills(Path repository, Map<String, String> environment, Path bills) {
        this.repository = requireNonNull(repository, "repository is null");
        this.environment = Map.copyOf(environment);
        this.bills = requireNonNull(bills, "bills is null");
    }

    /** Writes ROLE.cdx.json of each; answers the files. */
    public List<Path> write(Collection<Role> roles, Path out) throws IOException {
        List<Path> written = new ArrayList<>();
        for (Role role : roles) {
            written.add(write(role, of(role), out));
        }
        return written;
    }

    static Path write(Role role, SoftwareBill bill, Path out) throws IOException {
        Path file = out.resolve(role.program() + ".cdx.json");
        TextFiles.write(file, bill.text());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    SoftwareBill of(Role role) throws IOException {
        NativeExecutable executable = new NativeExecutable(executable(role));
        return SoftwareBill.read(bills.resolve(role.program() + ".cdx.json"), new ObjectMapper())
                .describing(role, executable.sha256())
                .withRuntime(executable.builder());
    }

    Path executable(Role role) {
        Path file = role.substitute(environment)
                .map(Path::of)
                .orElse(repository.resolve("native/target/bin").resolve(role.program()));
        if (!Files.isExecutable(file)) {
            throw new Problem("there is no executable " + file + "; run './caravel build --native'");
        }
        return file;
    }
}
