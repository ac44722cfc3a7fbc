package dev.caravel.bench.histories;

import static dev.caravel.bench.histories.ConfigMaps.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.bench.histories.Outcome.Version;
import dev.caravel.bench.load.Connection;
import dev.caravel.bench.load.Connection.Answer;
import dev.caravel.bench.load.Connection.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the objects of a history until it is told to stop; goes on from where it was when a connection breaks, and begins anew
 * when that is forgotten. For one thread, but for {@link #stop}.
 */
final class Watcher {
    private static final int GONE = 410;
    private static final int OK = 200;

    private final String name;
    private final long history;
    private final boolean initialEvents;
    private final Server server;
    private final List<WatchSegment> segments = new ArrayList<>();

    private Optional<Map<String, Version>> initial = Optional.empty();
    private List<Change> changes = new ArrayList<>();
    private long after;
    private long reached;
    private boolean following;

    private volatile boolean stopped;
    private volatile Connection current;

    /** @param initialEvents whether it asks for what is there as events, and not by a list */
    Watcher(String name, long history, boolean initialEvents, Server server) {
        this.name = name;
        this.history = history;
        this.initialEvents = initialEvents;
        this.server = server;
    }

    /** Ends the watch, wherever it is. */
    void stop() {
        stopped = true;
        Connection open = current;
        if (open != null) {
            server.broken(open);
        }
    }

    List<WatchSegment> run() throws InterruptedException {
        while (!stopped) {
            Connection connection = server.connection();
            current = connection;
            try {
                if (!following) {
                    begin(connection);
                }
                follow(connection);
            } catch (IOException _) {
                // ended: the next connection goes on, unless this is the end
            } finally {
                server.broken(connection);
            }
        }
        endSegment();
        return segments;
    }

    /** With a list; or else the watch itself begins with what is there. */
    private void begin(Connection connection) throws IOException {
        if (initialEvents) {
            return;
        }
        Answer answer = connection.ask(Request.get(ConfigMaps.COLLECTION + "?" + ConfigMaps.selector(history)));
        if (answer.status() != OK) {
            throw new IOException("status " + answer.status());
        }
        JsonNode list = JSON.readTree(answer.body());
        Map<String, Version> items = new HashMap<>();
        list.path("items").forEach(item -> items.put(ConfigMaps.key(item), ConfigMaps.version(item)));
        beginSegment(ConfigMaps.revision(list), items);
    }

    private void beginSegment(long revision, Map<String, Version> items) {
        initial = Optional.of(items);
        after = revision;
        reached = revision;
        changes = new ArrayList<>();
        following = true;
    }

    private void endSegment() {
        if (following) {
            segments.add(new WatchSegment(name, initial, after, List.copyOf(changes), reached));
        }
        following = false;
    }

    private void follow(Connection connection) throws IOException {
        String path = ConfigMaps.COLLECTION + "?watch=true&allowWatchBookmarks=true&" + ConfigMaps.selector(history);
        connection.begin(Request.get(
                following
                        ? path + "&resourceVersion=" + reached
                        : path + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"));
        Map<String, Version> present = new HashMap<>();
        for (Optional<JsonNode> event = next(connection); event.isPresent(); event = next(connection)) {
            String type = event.get().path("type").asText();
            JsonNode object = event.get().path("object");
            if (type.equals("ERROR")) {
                if (object.path("code").asInt() == GONE) {
                    endSegment();
                }
                throw new IOException(
                        "the watch ended: " + object.path("message").asText());
            }
            if (type.equals("BOOKMARK")) {
                if (following) {
                    reached = Math.max(reached, ConfigMaps.revision(object));
                } else {
                    beginSegment(ConfigMaps.revision(object), present);
                }
            } else if (following) {
                changes.add(change(Change.Type.valueOf(type), object));
                reached = ConfigMaps.revision(object);
            } else {
                present.put(ConfigMaps.key(object), ConfigMaps.version(object));
            }
        }
    }

    private static Change change(Change.Type type, JsonNode object) {
        return new Change(
                ConfigMaps.revision(object),
                ConfigMaps.key(object),
                type,
                type == Change.Type.DELETED ? "" : ConfigMaps.token(object),
                ConfigMaps.uid(object));
    }

    /** The next line; empty at the end. */
    private static Optional<JsonNode> next(Connection connection) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = connection.nextByte(); next != '\n'; next = connection.nextByte()) {
            if (next < 0) {
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(JSON.readTree(line.toString(UTF_8)));
    }
}
