package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.DirectoryTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the images of the roles' executables, each an archive with its bill of materials beside it. */
public final class RoleArchives {
    private final ExecutableBills executables;
    private final Path licence;
    private final Release release;
    private final Path out;
    private final Commands commands = new Commands();

    /** @param licence the project's own */
    public RoleArchives(ExecutableBills executables, Path licence, Release release, Path out) {
        this.executables = requireNonNull(executables, "executables is null");
        this.licence = requireNonNull(licence, "licence is null");
        this.release = requireNonNull(release, "release is null");
        this.out = requireNonNull(out, "out is null");
    }

    public RoleArchive make(Role role) throws IOException, InterruptedException {
        Path executable = executables.executable(role);
        Files.createDirectories(out);
        Path scratch = Files.createTempDirectory(out, "." + role.program());
        try {
            RoleImage image = RoleImage.of(role);
            ImagePlan plan = new ImagePlanner(
                            new SharedLibraries(commands),
                            new DebianPackages(commands),
                            new AccountFiles(scratch),
                            licence)
                    .plan(image, executable);
            Path bill = ExecutableBills.write(role, executables.of(role).with(plan.packages()), out);
            plan.own().add(ImageFile.readable(bill, "/usr/share/sbom/" + bill.getFileName()));
            Path file = out.resolve(role.program() + ".tar");
            String digest = new OciArchive(release, scratch).write(image, plan, file);
            return new RoleArchive(RoleImage.reference(role, release), file, digest);
        } finally {
            DirectoryTrees.delete(scratch);
        }
    }
}
