package dev.caravel.deploy.command;

import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.roleimages.ExecutableBills;
import dev.caravel.deploy.roleimages.Release;
import dev.caravel.deploy.roleimages.RoleArchives;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code images}: what native/build-images calls. Offline; needs no root. */
@Command(name = "images", hidden = true, description = "Make container images of the roles' executables.")
public final class ImagesCommand implements Callable<Integer> {
    @Option(
            names = "--bills",
            required = true,
            description = "Directory with ROLE.cdx.json, of what the executables hold.")
    Path bills;

    @Option(names = "--out", required = true, description = "Directory for ROLE.tar and ROLE.cdx.json.")
    Path out;

    @Option(names = "--release", required = true, description = "The project's version.")
    String version;

    @Option(names = "--time", required = true, description = "The time that all bears, in RFC 3339.")
    Instant time;

    @Parameters(arity = "0..*", description = "Programs of the roles; all of them unless some are named.")
    List<String> programs = List.of();

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromEnvironment();
        RoleArchives archives = new RoleArchives(
                new ExecutableBills(installation.repository(), System.getenv(), bills),
                installation.repository().resolve("LICENSE"),
                new Release(version, time),
                out);
        for (Role role : Role.values()) {
            if (programs.isEmpty() || programs.contains(role.program())) {
                System.out.println("  " + archives.make(role));
            }
        }
        return 0;
    }
}
