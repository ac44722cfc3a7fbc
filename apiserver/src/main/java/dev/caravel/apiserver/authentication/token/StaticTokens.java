package dev.caravel.apiserver.authentication.token;

import dev.caravel.apiserver.authentication.UserInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens of {@code --token-auth-file}: lines of {@code token,user,uid,"group1,group2"}. */
public final class StaticTokens implements TokenAuthenticator {
    private static final int GROUPS = 3;

    private final Map<String, UserInfo> users;

    private StaticTokens(Map<String, UserInfo> users) {
        this.users = Map.copyOf(users);
    }

    /** @throws IOException when the file cannot be read, or a line has fewer than three columns */
    public static StaticTokens read(Path file) throws IOException {
        Map<String, UserInfo> users = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> columns = columns(line);
            if (columns.size() < GROUPS) {
                throw new IOException(
                        "token file %s must have at least 3 columns (token, user name, user uid), found %d in line %d"
                                .formatted(file, columns.size(), number));
            }
            if (!columns.getFirst().isEmpty()) {
                users.put(columns.getFirst(), user(columns));
            }
        }
        return new StaticTokens(users);
    }

    private static UserInfo user(List<String> columns) {
        List<String> groups = columns.size() > GROUPS && !columns.get(GROUPS).isEmpty()
                ? Arrays.stream(columns.get(GROUPS).split(","))
                        .map(String::strip)
                        .toList()
                : List.of();
        return new UserInfo(columns.get(1), columns.get(2), groups, Map.of());
    }

    /** RFC 4180, without line breaks in quotes. */
    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                column.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                columns.add(column.toString().strip());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        columns.add(column.toString().strip());
        return columns;
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) {
        return Optional.ofNullable(users.get(token)).map(user -> new Holder(user, audiences));
    }
}
