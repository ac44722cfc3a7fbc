package dev.caravel.apiserver.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;

/** Differs after one of the files has been written or replaced; equal to another while none of them is there. */
record FileStamp(List<String> files) {
    static FileStamp of(Path... files) {
        return new FileStamp(Arrays.stream(files).map(FileStamp::stamp).toList());
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
