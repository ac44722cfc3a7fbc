package dev.caravel.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Build step: turns the definitions ({@code api/}) and types ({@code types/}) in YAML, with the protobuf descriptors and their
 * comments, into {@code schema.bin} and {@code definitions.json}.
 *
 * <p>Arguments: the folder with {@code api/} and {@code types/}, the folder to write to.
 */
public final class SchemaCompiler {
    private static final String DEFINITIONS = "definitions.json";
    private static final String PROTO = "io.kubernetes.client.proto.";
    private static final TypeReference<Map<String, List<String>>> VALUES = new TypeReference<>() {};

    private final Path source;
    private final ObjectMapper json = new ObjectMapper();

    private SchemaCompiler(Path source) {
        this.source = source;
    }

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        if (args.length != 2) {
            throw new IllegalArgumentException("wanted: the folder of definitions, the folder to write to");
        }
        var source = Path.of(args[0]);
        var target = Path.of(args[1]);
        if (!UpToDate.isNewer(target.resolve(DEFINITIONS), source)) {
            new SchemaCompiler(source).compile(target);
        }
    }

    private void compile(Path target) throws IOException, ReflectiveOperationException {
        var definitions = readDefinitions();
        var typeDocuments = new HashMap<String, ObjectNode>();
        var outerClasses = new ArrayList<String>();
        var kinds = new LinkedHashSet<String>();
        var others = new ArrayList<String>();
        for (var document : YamlTree.read(source.resolve("types"))) {
            var content = document.content();
            content.path("descriptors").forEach(name -> outerClasses.add(name.asText()));
            content.path("kinds").forEach(name -> kinds.add(name.asText()));
            content.path("types").forEach(name -> others.add(name.asText()));
            if (content.has("type")) {
                typeDocuments.merge(content.get("type").asText(), content, SchemaCompiler::merge);
            }
        }
        for (var definition : definitions) {
            var message = definition.get("message").asText();
            kinds.add(message);
            if (definition.hasNonNull("listKind")) {
                kinds.add(message + "List");
            }
        }
        var types = types(outerClasses, typeDocuments, kinds);
        kinds.forEach(types::reach);
        others.forEach(types::reach);
        typeDocuments.keySet().removeIf(name -> !types.reached().containsKey(name));

        Files.createDirectories(target);
        try (var out = new BufferedOutputStream(Files.newOutputStream(target.resolve("schema.bin")))) {
            new SchemaFile().write(types.reached().values(), out);
        }
        write(target.resolve(DEFINITIONS), definitions, typeDocuments);
    }

    private Types types(List<String> outerClasses, Map<String, ObjectNode> typeDocuments, Set<String> kinds)
            throws IOException, ReflectiveOperationException {
        var comments = new Comments();
        var messages = new HashMap<String, Descriptor>();
        for (var outerClass : outerClasses) {
            var file = (FileDescriptor)
                    Class.forName(PROTO + outerClass).getMethod("getDescriptor").invoke(null);
            file.getMessageTypes().forEach(message -> messages.put(message.getFullName(), message));
            comments.read("/" + PROTO.replace('.', '/') + outerClass + ".java");
        }
        var overlays = new HashMap<String, Overlay>();
        var declared = new HashMap<String, MessageType>();
        var values = new HashMap<String, Map<String, List<String>>>();
        typeDocuments.forEach((name, document) -> {
            var schema = document.path("schema");
            overlays.put(name, Overlay.of(schema));
            if (document.has("values")) {
                values.put(name, json.convertValue(document.get("values"), VALUES));
            }
            if (schema.has("declare")) {
                declared.put(name, DeclaredTypes.type(name, schema));
            } else if (!messages.containsKey(name)) {
                throw new IllegalArgumentException("no descriptor has the type " + name);
            }
        });
        return new Types(messages, comments, overlays, declared, kinds, values);
    }

    /** In the order of {@code api/groups.yaml}, and by plural within a version. */
    private List<ObjectNode> readDefinitions() throws IOException {
        var definitions = new ArrayList<ObjectNode>();
        Set<String> seen = new HashSet<>();
        var order = new ArrayList<String>();
        for (var document : YamlTree.read(source.resolve("api"))) {
            var file = document.file();
            if (file.getNameCount() == 1) {
                document.content().path("order").forEach(entry -> entry.path("versions")
                        .forEach(version -> order.add(entry.get("group").asText() + "/" + version.asText())));
                continue;
            }
            var group = file.getName(0).toString();
            var definition = document.content();
            definition.put("group", group.equals("core") ? "" : group);
            definition.put("version", file.getName(1).toString());
            definition.put("plural", file.getName(2).toString().replace(".yaml", ""));
            if (!seen.add(file.toString())) {
                throw new IllegalArgumentException(file + " has more than one document");
            }
            definitions.add(definition);
        }
        definitions.sort(Comparator.comparingInt((ObjectNode definition) -> position(definition, order))
                .thenComparing(definition -> definition.get("plural").asText()));
        return definitions;
    }

    private static int position(ObjectNode definition, List<String> order) {
        var groupVersion = definition.get("group").asText() + "/"
                + definition.get("version").asText();
        var position = order.indexOf(groupVersion);
        if (position < 0) {
            throw new IllegalArgumentException("api/groups.yaml does not list " + groupVersion);
        }
        return position;
    }

    /** Rules and defaults of the types in use go along; their schema sections have done their work. */
    private void write(Path file, List<ObjectNode> definitions, Map<String, ObjectNode> typeDocuments)
            throws IOException {
        var index = json.createObjectNode();
        index.putArray("definitions").addAll(definitions);
        var types = index.putObject("types");
        typeDocuments.keySet().stream().sorted().forEach(name -> {
            var document = typeDocuments.get(name);
            document.remove(List.of("schema", "values", "type"));
            if (!document.isEmpty()) {
                types.set(name, document);
            }
        });
        json.writeValue(file.toFile(), index);
    }

    /** A type may be spoken of in several files: one for its schema, one for its rules. */
    private static ObjectNode merge(ObjectNode first, ObjectNode second) {
        for (Map.Entry<String, JsonNode> section : second.properties()) {
            if (!section.getKey().equals("type") && first.has(section.getKey())) {
                throw new IllegalArgumentException(
                        "section " + section.getKey() + " of " + first.get("type") + " stands twice");
            }
            first.set(section.getKey(), section.getValue());
        }
        return first;
    }
}
