package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.preflight.Executables;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds on this machine what the image of a role has to hold: the executable, and just what it cannot do without. */
final class ImagePlanner {
    private static final Pattern COMMON_LICENCE =
            Pattern.compile("/usr/share/common-licenses/[A-Za-z0-9.+-]*[A-Za-z0-9]");

    private final SharedLibraries libraries;
    private final DebianPackages packages;
    private final Path licence;
    private final AccountFiles accounts;

    /** @param licence the project's own */
    ImagePlanner(SharedLibraries libraries, DebianPackages packages, AccountFiles accounts, Path licence) {
        this.libraries = requireNonNull(libraries, "libraries is null");
        this.packages = requireNonNull(packages, "packages is null");
        this.accounts = requireNonNull(accounts, "accounts is null");
        this.licence = requireNonNull(licence, "licence is null");
    }

    ImagePlan plan(RoleImage image, Path executable) throws IOException {
        Set<Path> fromDebian = new TreeSet<>();
        Set<ImageFile> system = new LinkedHashSet<>();
        for (String tool : image.tools()) {
            Path found = Executables.find(tool)
                    .orElseThrow(() -> new Problem("there is no " + tool + ", which "
                            + image.role().program() + " needs; install its package"));
            system.add(ImageFile.executable(found, "/usr/sbin/" + tool));
            fromDebian.add(found);
            fromDebian.addAll(addLibraries(system, found));
        }
        fromDebian.addAll(addLibraries(system, executable));
        Set<DebianPackage> owners = new TreeSet<>();
        fromDebian.forEach(file -> owners.add(packages.owner(file)));
        system.addAll(licences(owners));
        system.addAll(accounts.files());

        List<ImageFile> own = List.of(
                ImageFile.executable(
                        executable, "/usr/local/bin/" + image.role().program()),
                ImageFile.readable(licence, "/usr/share/doc/caravel/LICENSE"));
        return ImagePlan.of(system, own, owners);
    }

    private Collection<Path> addLibraries(Set<ImageFile> files, Path executable) {
        List<Path> found = libraries.of(executable);
        found.forEach(library -> files.add(ImageFile.executable(library, library.toString())));
        return found;
    }

    /** Each package's own, and the texts of licences that it refers to. */
    private static Collection<ImageFile> licences(Collection<DebianPackage> owners) {
        Set<Path> texts = new TreeSet<>();
        List<ImageFile> files = new ArrayList<>();
        for (DebianPackage owner : owners) {
            Path copyright = owner.copyright();
            if (!Files.exists(copyright)) {
                throw new Problem(
                        "there is no " + copyright + "; reinstall " + owner.name() + " with its documentation");
            }
            files.add(ImageFile.readable(copyright, copyright.toString()));
            COMMON_LICENCE
                    .matcher(TextFiles.read(copyright))
                    .results()
                    .map(result -> Path.of(result.group()))
                    .filter(Files::exists)
                    .forEach(texts::add);
        }
        texts.forEach(text -> files.add(ImageFile.readable(text, text.toString())));
        return files;
    }
}
