package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An AOT cache")
class AotCacheTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("is of one version of the jars and of the JDK")
    void named() {
        assertThat(AotCache.in(directory, "abc").file()).hasFileName("abc-jdk-" + Runtime.version() + ".aot");
    }

    @Test
    @DisplayName("is of use when the training run has ended, not while it writes")
    void usable() throws IOException {
        AotCache cache = AotCache.in(directory, "abc");
        Files.createFile(cache.unfinished());
        assertThat(cache.usable()).isFalse();

        assertThat(cache.keep()).isTrue();

        assertThat(cache.usable()).isTrue();
    }

    @Test
    @DisplayName("takes the place of that of earlier jars, which is out of date")
    void outdated() throws IOException {
        trained("abc");
        AotCache cache = AotCache.in(directory, "def");
        assertThat(cache.usable()).isFalse();
        assertThat(cache.outdated()).isTrue();

        trained("def");

        assertThat(cache.outdated()).isFalse();
        assertThat(directory).isDirectoryContaining(cache.file()::equals).isDirectoryNotContaining("glob:**abc*");
    }

    @Test
    @DisplayName("that was never made is not out of date")
    void never() throws IOException {
        AotCache cache = AotCache.in(directory.resolve("nowhere"), "abc");

        assertThat(cache.usable()).isFalse();
        assertThat(cache.outdated()).isFalse();
    }

    @Test
    @DisplayName("is not there after a training run that wrote none")
    void nothingWritten() throws IOException {
        assertThat(AotCache.in(directory, "abc").keep()).isFalse();
    }

    private void trained(String version) throws IOException {
        AotCache cache = AotCache.in(directory, version);
        Files.createFile(cache.unfinished());
        cache.keep();
    }
}
