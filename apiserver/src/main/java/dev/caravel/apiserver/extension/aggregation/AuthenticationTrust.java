package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.files.Reloaded;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Tells servers behind this one whom to trust: {@code kube-system/extension-apiserver-authentication}. What other API servers
 * have written there stays.
 */
final class AuthenticationTrust implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuthenticationTrust.class);

    /** Upstream's step. */
    static final String STEP = "start-cluster-authentication-info-controller";

    static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    static final String NAMESPACE = "kube-system";
    static final String NAME = "extension-apiserver-authentication";

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", Pattern.DOTALL);

    private final AuthenticationFlags flags;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final List<Reloaded<String>> followed = new ArrayList<>();

    AuthenticationTrust(AuthenticationFlags flags, ObjectReader reader, ObjectWriter writer) {
        this.flags = requireNonNull(flags, "flags is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** May be called again, when the authorities have changed. */
    synchronized void ensure() throws IOException {
        Map<String, String> own = own();
        Optional<ObjectNode> stored = reader.getLatest(CONFIG_MAPS, NAMESPACE, NAME);
        if (stored.isEmpty()) {
            ObjectNode map = JsonCodec.object().put("kind", "ConfigMap").put("apiVersion", "v1");
            map.putObject("metadata").put("namespace", NAMESPACE).put("name", NAME);
            own.forEach(map.putObject("data")::put);
            writer.create(CONFIG_MAPS, NAMESPACE, map);
        } else if (merge(stored.get(), own)) {
            writer.update(CONFIG_MAPS, NAMESPACE, stored.get());
        }
    }

    /** Servers behind this one learn of new authorities as soon as this one does. */
    void follow() throws IOException {
        for (Path bundle : new Path[] {flags.clientCaFile, flags.requestHeaderCaFile}) {
            if (bundle != null) {
                Reloaded<String> text = Reloaded.of(bundle, content -> new String(content, StandardCharsets.UTF_8));
                followed.add(text);
                text.onChange(this::ensureAgain);
            }
        }
    }

    private void ensureAgain() {
        try {
            ensure();
        } catch (IOException | RuntimeException e) {
            LOG.errorf("%s/%s cannot be brought up to date: %s", NAMESPACE, NAME, e.getMessage());
        }
    }

    private Map<String, String> own() throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        if (flags.clientCaFile != null) {
            data.put("client-ca-file", read(flags.clientCaFile));
        }
        if (flags.requestHeaderCaFile != null) {
            data.put("requestheader-client-ca-file", read(flags.requestHeaderCaFile));
            data.put("requestheader-allowed-names", list(flags.requestHeaderAllowedNames));
            data.put("requestheader-username-headers", list(flags.requestHeaderUsernames));
            data.put("requestheader-group-headers", list(flags.requestHeaderGroups));
            data.put("requestheader-extra-headers-prefix", list(flags.requestHeaderExtraPrefixes));
            if (!flags.requestHeaderUids.isEmpty()) {
                data.put("requestheader-uid-headers", list(flags.requestHeaderUids));
            }
        }
        return data;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private static String list(Iterable<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array.toString();
    }

    private static boolean merge(ObjectNode map, Map<String, String> own) throws IOException {
        boolean changed = false;
        ObjectNode data = map.withObject("/data");
        for (Map.Entry<String, String> each : own.entrySet()) {
            String known = data.path(each.getKey()).asText();
            String both = each.getKey().endsWith("-ca-file")
                    ? certificates(known, each.getValue())
                    : names(known, each.getValue());
            if (!both.equals(known)) {
                data.put(each.getKey(), both);
                changed = true;
            }
        }
        return changed;
    }

    /** Each once; a bundle of which nothing is new is left as it is written. */
    private static String certificates(String known, String own) {
        Set<String> all = new LinkedHashSet<>();
        for (String bundle : List.of(known, own)) {
            Matcher matcher = CERTIFICATE.matcher(bundle);
            while (matcher.find()) {
                all.add(matcher.group().strip() + "\n");
            }
        }
        String both = String.join("", all);
        return both.strip().equals(known.strip()) ? known : both;
    }

    private static String names(String known, String own) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (String json : List.of(known.isEmpty() ? "[]" : known, own)) {
            try {
                for (JsonNode name : JsonCodec.read(json.getBytes(StandardCharsets.UTF_8))) {
                    all.add(name.asText());
                }
            } catch (JsonProcessingException e) {
                throw new IOException(NAMESPACE + "/" + NAME + " has \"" + json + "\", which is no list", e);
            }
        }
        return list(all);
    }

    @Override
    public void close() throws IOException {
        for (Reloaded<String> each : followed) {
            each.close();
        }
    }
}
