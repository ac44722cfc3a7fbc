package dev.caravel.deploy.roleimages;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that an image holds. What comes from Debian is apart from what changes with each build, so that images share it.
 *
 * @param system the machine's tools and libraries, with their licences
 * @param own the role's executable, and what describes it
 * @param packages that the system's files come from
 */
record ImagePlan(SortedSet<ImageFile> system, SortedSet<ImageFile> own, SortedSet<DebianPackage> packages) {
    static ImagePlan of(Collection<ImageFile> system, Collection<ImageFile> own, Collection<DebianPackage> packages) {
        return new ImagePlan(new TreeSet<>(system), new TreeSet<>(own), new TreeSet<>(packages));
    }

    List<SortedSet<ImageFile>> layers() {
        return List.of(system, own);
    }
}
