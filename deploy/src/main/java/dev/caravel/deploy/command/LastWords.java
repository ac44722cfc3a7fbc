package dev.caravel.deploy.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for a message of one line. */
final class LastWords {
    private LastWords() {}

    static String of(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                    .toList();
            return (lines.isEmpty() ? "it said nothing" : lines.getLast()) + " (" + log + ")";
        } catch (IOException e) {
            return "it left no log";
        }
    }
}
