package dev.caravel.apiserver.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What a file holds: what it held before, for as long as what it holds now cannot be used. Thread-safe. */
public final class Reloaded<T> implements Supplier<T>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reloaded.class);

    /** Makes something of a file's content. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(byte[] content) throws IOException;
    }

    private final Path file;
    private final Parser<T> parser;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private FileWatch watch;
    private byte[] content;
    private volatile T value;

    private Reloaded(Path file, Parser<T> parser) {
        this.file = requireNonNull(file, "file is null");
        this.parser = requireNonNull(parser, "parser is null");
    }

    /** @throws IOException when the file cannot be used to begin with */
    public static <T> Reloaded<T> of(Path file, Parser<T> parser) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("open " + file + ": no such file or directory");
        }
        Reloaded<T> reloaded = new Reloaded<>(file, parser);
        reloaded.load();
        reloaded.watch = FileWatch.follow(file, reloaded::reload);
        reloaded.reload(); // written meanwhile
        return reloaded;
    }

    @Override
    public T get() {
        return value;
    }

    /** Calls {@code listener}, which must be quick, each time that there is another value. */
    public void onChange(Runnable listener) {
        listeners.add(requireNonNull(listener, "listener is null"));
    }

    private synchronized boolean load() throws IOException {
        byte[] now = Files.readAllBytes(file);
        if (Arrays.equals(now, content)) {
            return false;
        }
        content = now;
        value = parser.parse(now);
        return true;
    }

    private void reload() {
        try {
            if (load()) {
                LOG.infof("%s has changed and is used", file);
                listeners.forEach(Runnable::run);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("%s has changed and is not used: %s", file, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
