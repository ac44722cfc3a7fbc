package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An HTTP/1.1 request: well framed, whatever it says. */
record Ask(String method, String target, List<String> headers, byte[] body) {
    static Ask get(String target) {
        return new Ask("GET", target, List.of(), new byte[0]);
    }

    static Ask of(String method, String target, String mediaType, byte[] body) {
        return new Ask(method, target, List.of("Content-Type: " + mediaType), body);
    }

    Ask with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Ask(method, target, more, body);
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (body.length > 0 || !method.equals("GET") && !method.equals("HEAD")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** On a connection of its own. */
    Reply send(Front front) throws IOException {
        try (Socket socket = front.open("http/1.1")) {
            return send(socket);
        }
    }

    Reply send(Socket socket) throws IOException {
        socket.getOutputStream().write(bytes());
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        return Reply.read(in, method.equals("HEAD"));
    }
}
