package dev.caravel.apiserver.json;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Collectors;

/** Values as messages have them. Pure. */
public final class Quoted {
    private Quoted() {}

    public static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** {@code ["a" "b"]}. */
    public static String quoted(List<String> texts) {
        return texts.stream().map(Quoted::quoted).collect(Collectors.joining(" ", "[", "]"));
    }
}
