package dev.caravel.deploy.command;

import dev.caravel.deploy.cluster.Role;
import dev.caravel.deploy.licences.Notices;
import dev.caravel.deploy.roleimages.ExecutableBills;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code notices}: what native/build-dist calls for the bills and the licences of the executables. */
@Command(name = "notices", hidden = true, description = "Write bills and licences of the roles' executables.")
public final class NoticesCommand implements Callable<Integer> {
    @Option(names = "--bills", required = true, description = "Directory with ROLE.cdx.json, as Maven makes them.")
    Path bills;

    @Option(names = "--maven-repository", required = true, description = "Where the jars are.")
    Path mavenRepository;

    @Option(names = "--sbom", required = true, description = "Directory for ROLE.cdx.json.")
    Path sbom;

    @Option(names = "--licences", required = true, description = "Directory for the licences.")
    Path licences;

    @Override
    public Integer call() throws Exception {
        List<Path> written = new ExecutableBills(Installation.fromEnvironment().repository(), System.getenv(), bills)
                .write(List.of(Role.values()), sbom);
        new Notices(mavenRepository, Path.of(System.getProperty("java.home"))).write(written, licences);
        return 0;
    }
}
