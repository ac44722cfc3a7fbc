package dev.caravel.machinery.memory;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What {@link StartupPages} does in an executable. */
@TargetClass(StartupPages.class)
final class ExecutablePages {
    @Substitute
    private static void release() {
        Logger log = Logger.getLogger(StartupPages.class);
        try (Stream<String> smaps = Files.lines(Path.of("/proc/self/smaps"))) {
            String executable = Path.of("/proc/self/exe").toRealPath().toString();
            FileMapping.of(smaps).stream()
                    .filter(mapping -> mapping.file().equals(executable) && mapping.isUnchanged())
                    .forEach(Libc::release);
        } catch (IOException e) {
            log.debug("the pages that starting needed stay mapped", e);
        }
    }
}
