package dev.caravel.apiserver.bootstrap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The ServiceCIDR {@code kubernetes} (KEP-1880): {@code --service-cluster-ip-range} for all to see. */
public final class DefaultServiceCidr {
    private static final Logger log = Logger.getLogger(DefaultServiceCidr.class);
    private static final GroupResource SERVICE_CIDRS = new GroupResource("networking.k8s.io", "servicecidrs");
    private static final String NAME = "kubernetes";

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final List<String> cidrs;
    private final Clock clock;

    public DefaultServiceCidr(ObjectReader reader, ObjectWriter writer, List<String> cidrs, Clock clock) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.cidrs = List.copyOf(cidrs);
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Creates it if it is missing, and says that it is ready unless someone has said something else. */
    public void ensure() {
        Optional<ObjectNode> present = reader.getLatest(SERVICE_CIDRS, "", NAME);
        if (present.isEmpty()) {
            create();
        } else if (!cidrs(present.get()).equals(cidrs)) {
            log.warnf(
                    "The default ServiceCIDR %s does not match the controller flag configurations %s",
                    cidrs(present.get()), cidrs);
            return;
        }
        if (present.isEmpty() || present.get().at("/status/conditions").isEmpty()) {
            writer.amend(SERVICE_CIDRS, "", NAME, false, this::ready);
        }
    }

    private static List<String> cidrs(JsonNode object) {
        return object.at("/spec/cidrs").valueStream().map(JsonNode::asText).toList();
    }

    private void create() {
        ObjectNode object = JsonCodec.object().put("kind", "ServiceCIDR").put("apiVersion", "networking.k8s.io/v1");
        object.putObject("metadata").put("name", NAME);
        ArrayNode list = object.putObject("spec").putArray("cidrs");
        cidrs.forEach(list::add);
        writer.createUnlessPresent(SERVICE_CIDRS, "", object);
    }

    private ObjectNode ready(ObjectNode object) {
        object.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put("reason", "")
                .put("message", "Kubernetes default Service CIDR is ready")
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return object;
    }
}
