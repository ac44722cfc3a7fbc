package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.caravel.deploy.system.Problem;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A report as {@code report.json}, for programs and the next run, and {@code report.md}, for people. */
public final class ReportFiles {
    private final Path directory;
    private final ObjectMapper json = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public ReportFiles(Path directory) {
        this.directory = requireNonNull(directory, "directory is null");
    }

    public Path json() {
        return directory.resolve("report.json");
    }

    public Path markdown() {
        return directory.resolve("report.md");
    }

    /** Empty when nothing is there. */
    public Optional<Report> last() {
        return Files.exists(json()) ? Optional.of(read(json())) : Optional.empty();
    }

    public Report read(Path file) {
        try {
            return json.readValue(file.toFile(), Report.class);
        } catch (JsonProcessingException e) {
            throw new Problem(file + " is not a report of an earlier run: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Problem("cannot read the report " + file + ": " + e.getMessage(), e);
        }
    }

    public void write(Report report, Optional<Changes> changes) throws IOException {
        TextFiles.write(json(), json.writeValueAsString(new Written(report, changes.orElse(null))) + "\n");
        TextFiles.write(markdown(), MarkdownReport.of(report, changes));
    }

    private record Written(
            @JsonUnwrapped Report report,
            @JsonInclude(JsonInclude.Include.NON_NULL) Changes changes) {}
}
