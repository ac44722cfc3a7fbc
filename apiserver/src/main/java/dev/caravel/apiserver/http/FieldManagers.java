package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.resource.validation.ManagerNames;

/** Who a request's field manager is: the one that it names, or else the program that sends it. Pure. */
final class FieldManagers {
    private FieldManagers() {}

    static String of(Call call) {
        String named = call.parameter("fieldManager");
        return named.isEmpty() ? ofUserAgent(call.header("User-Agent")) : named;
    }

    /** What is before the first slash, as far as it is printable and fits. */
    static String ofUserAgent(String userAgent) {
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int point : userAgent.split("/", 2)[0].codePoints().toArray()) {
            if (!ManagerNames.isPrintable(point)) {
                continue;
            }
            bytes += Character.toString(point).getBytes(UTF_8).length;
            if (bytes > ManagerNames.MAX_BYTES) {
                break;
            }
            name.appendCodePoint(point);
        }
        return name.toString();
    }
}
