package dev.caravel.kubelet.containers;

import java.util.Map;

/** Replaces {@code $(NAME)} in commands, arguments and values; {@code $$} is a dollar; an unknown name stays as written. */
public final class Expansion {
    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                out.append(c);
                at++;
                continue;
            }
            char next = text.charAt(at + 1);
            int close = next == '(' ? text.indexOf(')', at + 2) : -1;
            if (next == '$') {
                out.append('$');
                at += 2;
            } else if (close >= 0) {
                String name = text.substring(at + 2, close);
                String value = variables.get(name);
                out.append(value == null ? "$(" + name + ")" : value);
                at = close + 1;
            } else {
                out.append(c).append(next);
                at += 2;
            }
        }
        return out.toString();
    }
}
