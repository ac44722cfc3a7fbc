package dev.caravel.machinery.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The mappings of a process")
class FileMappingTest {
    private static final String CODE = "00410000-0205e000 r-xp 00010000 fe:00 2146415      /usr/bin/kubelet";
    private static final String HEAP = "7fb600000000-7fb600001000 rw-p 02710000 fe:00 2146415 /usr/bin/kubelet";
    private static final String ANONYMOUS = "7fb609800000-7fb60a700000 rw-p 00000000 00:00 0 ";

    @Test
    @DisplayName("are those of files, with address, length and rights")
    void files() {
        assertThat(of(CODE, "Size: 28984 kB", "Anonymous: 0 kB", ANONYMOUS, "Anonymous: 15048 kB"))
                .containsExactly(new FileMapping(0x410000, 0x1c4e000, "r-xp", "/usr/bin/kubelet", false));
    }

    @Test
    @DisplayName("can be let go of where nothing was or can be written")
    void unchanged() {
        assertThat(of(CODE, "Anonymous: 0 kB")).allMatch(FileMapping::isUnchanged);
        assertThat(of(CODE, "Anonymous: 4 kB")).noneMatch(FileMapping::isUnchanged);
        assertThat(of(HEAP, "Anonymous: 0 kB")).noneMatch(FileMapping::isUnchanged);
    }

    @Test
    @DisplayName("do not take the properties of anonymous memory after them for their own")
    void anonymousMemoryBetween() {
        assertThat(of(CODE, "Anonymous: 0 kB", ANONYMOUS, "Anonymous: 15048 kB"))
                .allMatch(FileMapping::isUnchanged);
    }

    private static List<FileMapping> of(String... smaps) {
        return FileMapping.of(List.of(smaps).stream());
    }
}
