package dev.caravel.apiserver.http;

import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses how an object is represented, by the {@code Accept} header. Pure. */
public final class Negotiation {
    /** The shape of what is sent. */
    public enum Shape {
        OBJECT,
        TABLE,
        PARTIAL_METADATA
    }

    public enum Encoding {
        JSON,
        YAML,
        PROTOBUF
    }

    public record Representation(Shape shape, Encoding encoding) {
        public String contentType() {
            return switch (encoding) {
                case JSON -> "application/json";
                case YAML -> "application/yaml";
                case PROTOBUF -> ProtobufBodies.MEDIA_TYPE;
            };
        }
    }

    private record MediaRange(String type, Map<String, String> parameters, double quality) {}

    private static final Representation PLAIN = new Representation(Shape.OBJECT, Encoding.JSON);

    private Negotiation() {}

    /**
     * @param transformable whether there are other forms than the object itself: a review, which is never read again, has none
     * @param protobuf whether there is a protobuf form; never one of tables
     * @throws ApiException 406 when nothing that is accepted can be made
     */
    public static Representation choose(String accept, boolean transformable, boolean protobuf) {
        if (accept.isBlank() || accept.equals("application/json")) {
            return PLAIN;
        }
        return ranges(accept).stream()
                .sorted(Comparator.comparingDouble(MediaRange::quality).reversed())
                .map(Negotiation::representation)
                .flatMap(Optional::stream)
                .filter(made -> transformable || made.shape() == Shape.OBJECT)
                .filter(one -> one.encoding() != Encoding.PROTOBUF || protobuf && one.shape() != Shape.TABLE)
                .findFirst()
                .orElseThrow(() -> new ApiException(new Status(
                        406,
                        "NotAcceptable",
                        "only the following media types are accepted: application/json, application/yaml"
                                + (protobuf ? ", " + ProtobufBodies.MEDIA_TYPE : ""),
                        Optional.empty())));
    }

    private static Optional<Representation> representation(MediaRange range) {
        Encoding encoding =
                switch (range.type()) {
                    case "application/json", "*/*", "application/*" -> Encoding.JSON;
                    case "application/yaml" -> Encoding.YAML;
                    case ProtobufBodies.MEDIA_TYPE -> Encoding.PROTOBUF;
                    default -> null;
                };
        if (encoding == null) {
            return Optional.empty();
        }
        return switch (range.parameters().getOrDefault("as", "")) {
            case "" -> Optional.of(new Representation(Shape.OBJECT, encoding));
            case "Table" -> isMetaV1(range) ? Optional.of(new Representation(Shape.TABLE, encoding)) : Optional.empty();
            case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                isMetaV1(range) ? Optional.of(new Representation(Shape.PARTIAL_METADATA, encoding)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isMetaV1(MediaRange range) {
        return "meta.k8s.io".equals(range.parameters().get("g"))
                && "v1".equals(range.parameters().get("v"));
    }

    private static List<MediaRange> ranges(String accept) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String text : accept.split(",")) {
            String[] parts = text.trim().split(";");
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].trim().split("=", 2);
                parameters.put(pair[0].toLowerCase(Locale.ROOT), pair.length == 2 ? pair[1].replace("\"", "") : "");
            }
            ranges.add(new MediaRange(parts[0].trim().toLowerCase(Locale.ROOT), parameters, quality(parameters)));
        }
        return ranges;
    }

    private static double quality(Map<String, String> parameters) {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
