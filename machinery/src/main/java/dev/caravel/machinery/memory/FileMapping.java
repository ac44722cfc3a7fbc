package dev.caravel.machinery.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file's pages in this process's memory, as in {@code /proc/self/smaps}.
 *
 * @param start address
 * @param length in bytes
 * @param changed whether pages were written to since they were read from the file
 */
record FileMapping(long start, long length, String permissions, String file, boolean changed) {
    private static final Pattern HEAD =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) ([rwxsp-]{4}) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9]\\d* +(/.*)");
    private static final Pattern CHANGED = Pattern.compile("Anonymous: +[1-9]\\d* kB");

    /** Letting it go loses nothing: the file has it all. */
    boolean isUnchanged() {
        return permissions.charAt(1) != 'w' && !changed;
    }

    /** @param smaps the lines of {@code /proc/self/smaps} */
    static List<FileMapping> of(Stream<String> smaps) {
        List<FileMapping> mappings = new ArrayList<>();
        boolean inFile = false;
        for (String line : (Iterable<String>) smaps::iterator) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                long start = Long.parseUnsignedLong(head.group(1), 16);
                long end = Long.parseUnsignedLong(head.group(2), 16);
                mappings.add(new FileMapping(start, end - start, head.group(3), head.group(4), false));
                inFile = true;
            } else if (!line.contains(":") || line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inFile = false;
            } else if (inFile && CHANGED.matcher(line).matches()) {
                mappings.add(mappings.removeLast().asChanged());
            }
        }
        return mappings;
    }

    private FileMapping asChanged() {
        return new FileMapping(start, length, permissions, file, true);
    }
}
