package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.DirectoryTrees;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Makes the images of the roles' executables, each an archive with its bill of materials beside it. */
public final class RoleArchives {
    private final Path repository;
    private final Map<String, String> environment;
    private final Release release;
    private final Path bills;
    private final Path out;
    private final Commands commands = new Commands();

    /**
     * @param environment may name another program for a role; see {@link Role#substitute}
     * @param bills where Maven's bill of each role is
     */
    public RoleArchives(Path repository, Map<String, String> environment, Release release, Path bills, Path out) {
        this.repository = requireNonNull(repository, "repository is null");
        this.environment = Map.copyOf(environment);
        this.release = requireNonNull(release, "release is null");
        this.bills = requireNonNull(bills, "bills is null");
        this.out = requireNonNull(out, "out is null");
    }

    public RoleArchive make(Role role) throws IOException, InterruptedException {
        Path executable = executable(role);
        Files.createDirectories(out);
        Path scratch = Files.createTempDirectory(out, "." + role.program());
        try {
            RoleImage image = RoleImage.of(role);
            ImagePlan plan = new ImagePlanner(
                            new SharedLibraries(commands),
                            new DebianPackages(commands),
                            new AccountFiles(scratch),
                            repository.resolve("LICENSE"))
                    .plan(image, executable);
            Path bill = out.resolve(role.program() + ".cdx.json");
            TextFiles.write(bill, bill(role, executable, plan));
            Files.setPosixFilePermissions(bill, PosixFilePermissions.fromString("rw-r--r--"));
            plan.own().add(ImageFile.readable(bill, "/usr/share/sbom/" + role.program() + ".cdx.json"));
            Path file = out.resolve(role.program() + ".tar");
            String digest = new OciArchive(release, scratch).write(image, plan, file);
            return new RoleArchive(RoleImage.reference(role, release), file, digest);
        } finally {
            DirectoryTrees.delete(scratch);
        }
    }

    private Path executable(Role role) {
        Path file = role.substitute(environment)
                .map(Path::of)
                .orElse(repository.resolve("native/target/bin").resolve(role.program()));
        if (!Files.isExecutable(file)) {
            throw new Problem("there is no executable " + file + "; run './caravel build --native'");
        }
        return file;
    }

    private String bill(Role role, Path executable, ImagePlan plan) throws IOException {
        NativeExecutable file = new NativeExecutable(executable);
        return SoftwareBill.read(bills.resolve(role.program() + ".cdx.json"), new ObjectMapper())
                .describing(role, file.sha256())
                .withRuntime(file.builder())
                .with(plan.packages())
                .text();
    }
}
