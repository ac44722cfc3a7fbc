package dev.caravel.apiserver.extension.schema.definition;

import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A path of fields through a schema: {@code .spec.color}, {@code .spec['my.key']}. Lists cannot be gone into.
 *
 * @param names from the root on
 * @param schema of the field that the path leads to
 */
public record SchemaPath(List<String> names, StructuralSchema schema) {
    /** Says why a text is no path through the schema, in upstream's words. */
    public static final class NoSuchPathException extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchPathException(String message) {
            super(message);
        }
    }

    /** @param brackets whether fields may be named in brackets */
    public static SchemaPath resolve(String path, StructuralSchema root, boolean brackets) throws NoSuchPathException {
        List<String> names = new ArrayList<>();
        StructuralSchema schema = root;
        for (Tokens tokens = new Tokens(path); tokens.hasNext(); ) {
            String name = tokens.name(brackets);
            schema = step(schema, name);
            names.add(name);
        }
        return new SchemaPath(List.copyOf(names), schema);
    }

    private static StructuralSchema step(StructuralSchema schema, String name) throws NoSuchPathException {
        if (!schema.properties().isEmpty()) {
            if (schema.properties().containsKey(name)) {
                return schema.properties().get(name);
            }
        } else if (schema.additional().schema().isPresent()) {
            return schema.additional().schema().get();
        }
        throw new NoSuchPathException("does not refer to a valid field");
    }

    /** Reads names off the text. */
    private static final class Tokens {
        private final String text;
        private int position;

        Tokens(String text) {
            this.text = text;
        }

        boolean hasNext() {
            return position < text.length();
        }

        String name(boolean brackets) throws NoSuchPathException {
            String token = next();
            return switch (token) {
                case "." -> next();
                case "[" -> {
                    if (!brackets) {
                        throw new NoSuchPathException("array notation is not allowed");
                    }
                    yield quoted();
                }
                default -> throw new NoSuchPathException("expected [ or . but got: " + token);
            };
        }

        private String quoted() throws NoSuchPathException {
            String token = next();
            if (token.length() < 2 || !token.startsWith("'") || !token.endsWith("'")) {
                throw new NoSuchPathException("expected single quoted string but got " + token);
            }
            String closing = next();
            if (!closing.equals("]")) {
                throw new NoSuchPathException("expected ] but got " + closing);
            }
            return token.substring(1, token.length() - 1).replace("\\'", "'").replace("\\\\", "\\");
        }

        private String next() throws NoSuchPathException {
            if (!hasNext()) {
                throw new NoSuchPathException("unexpected end of JSON path");
            }
            int start = position++;
            if (text.charAt(start) == '\'') {
                while (position < text.length()
                        && !(text.charAt(position) == '\'' && text.charAt(position - 1) != '\\')) {
                    position++;
                }
                position = Math.min(position + 1, text.length());
            } else if (!isDelimiter(start)) {
                while (position < text.length() && !isDelimiter(position)) {
                    position++;
                }
            }
            return text.substring(start, position);
        }

        private boolean isDelimiter(int at) {
            return ".[]".indexOf(text.charAt(at)) >= 0;
        }
    }
}
