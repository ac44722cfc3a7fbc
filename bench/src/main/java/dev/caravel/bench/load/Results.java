package dev.caravel.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one server did with the load.
 *
 * @param server how it is called in tables
 * @param idleBytes resident before the load, with nothing stored but what the server stores of itself
 * @param loadedBytes resident after the load
 * @param peakBytes resident at its highest
 */
public record Results(String server, long idleBytes, long loadedBytes, long peakBytes, List<Measurement> measurements) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public static Results read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    public Optional<Measurement> measurement(String name) {
        return measurements.stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
