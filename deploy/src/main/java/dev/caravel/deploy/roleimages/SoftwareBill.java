package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.deploy.cluster.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * What an image holds, in CycloneDX' JSON: the bill that Maven has made of the executable's jars, the Java runtime that
 * is compiled into it, and the packages that its libraries and tools come from. The same content gives the same bytes.
 */
final class SoftwareBill {
    /** Of the several hashes that Maven's plugin writes; eight times 140 is a quarter of a megabyte per image. */
    private static final String HASH = "SHA-256";

    private static final String RUNTIME_LICENCE = "GPL-2.0-only WITH Classpath-exception-2.0";

    private final ObjectMapper json;
    private final ObjectNode bill;

    private SoftwareBill(ObjectMapper json, ObjectNode bill) {
        this.json = json;
        this.bill = bill;
    }

    static SoftwareBill read(Path maven, ObjectMapper json) throws IOException {
        requireNonNull(json, "json is null");
        SoftwareBill bill = new SoftwareBill(json, (ObjectNode) json.readTree(maven.toFile()));
        bill.components().forEach(SoftwareBill::keepOneHash);
        bill.bill.at("/metadata/tools/components").forEach(SoftwareBill::keepOneHash);
        return bill;
    }

    /** @param sha256 of the executable */
    SoftwareBill describing(Role role, String sha256) {
        ObjectNode subject = (ObjectNode) bill.at("/metadata/component");
        subject.put("type", "application").put("name", role.program());
        subject.putArray("hashes").addObject().put("alg", HASH).put("content", sha256);
        return this;
    }

    /** @param version of the GraalVM that has made the executable, and put its runtime and the JDK's classes into it */
    SoftwareBill withRuntime(Optional<String> version) {
        version.ifPresent(of -> licensed(component("GraalVM Native Image runtime and OpenJDK class library", of))
                .put("expression", RUNTIME_LICENCE));
        return this;
    }

    SoftwareBill with(Collection<DebianPackage> packages) {
        for (DebianPackage debian : packages) {
            ObjectNode component = component(debian.name(), debian.version());
            component.put("bom-ref", debian.packageUrl()).put("purl", debian.packageUrl());
            licensed(component).putObject("license").put("name", "as in " + debian.copyright());
        }
        return this;
    }

    String text() throws IOException {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(bill) + "\n";
    }

    private ArrayNode components() {
        return bill.withArray("components");
    }

    private ObjectNode component(String name, String version) {
        return components().addObject().put("type", "library").put("name", name).put("version", version);
    }

    private static ObjectNode licensed(ObjectNode component) {
        return component.putArray("licenses").addObject();
    }

    private static void keepOneHash(JsonNode component) {
        JsonNode hashes = component.path("hashes");
        for (int i = hashes.size() - 1; i >= 0; i--) {
            if (!hashes.get(i).path("alg").asText().equals(HASH)) {
                ((ArrayNode) hashes).remove(i);
            }
        }
    }
}
