package dev.caravel.apiserver.authentication.serviceaccount;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.authentication.serviceaccount.ServiceAccountToken.Ref;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The {@code token} subresource of service accounts: issues tokens that end, and that are bound to objects if so asked. */
public final class TokenRequests implements VirtualResource.Action {
    private static final String GROUP = "authentication.k8s.io";
    private static final String ISSUED = "authentication.kubernetes.io/issued-credential-id";
    private static final long DEFAULT_SECONDS = 3_600;
    private static final long MIN_SECONDS = 600;
    private static final long MAX_SECONDS = 1L << 32;

    /** What the kubelet asks for: an hour, and some more to tell it from an hour that somebody meant. */
    private static final long PROJECTED_SECONDS = 3_607;

    /**
     * What the cluster's flags say about tokens.
     *
     * @param audiences of tokens that are not asked for others; those of this API server
     * @param maximum of a token's life; zero for none
     * @param extend whether the kubelet's tokens live for a year, for the sake of clients that do not read them again
     */
    public record Settings(List<String> audiences, Duration maximum, boolean extend) {
        private static final Duration EXTENDED = Duration.ofDays(365);

        public Settings {
            audiences = List.copyOf(audiences);
        }

        /** Whatever the maximum is: it is for those who ask for a time. */
        Duration extended() {
            return EXTENDED;
        }
    }

    private record Binding(Optional<Ref> pod, Optional<Ref> secret, Optional<Ref> node) {
        static final Binding NONE = new Binding(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private final TokenIssuer issuer;
    private final Settings settings;
    private final ObjectReader objects;
    private final Clock clock;
    private final Supplier<String> ids;

    /** @param ids makes the tokens' names */
    public TokenRequests(
            TokenIssuer issuer, Settings settings, ObjectReader objects, Clock clock, Supplier<String> ids) {
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.objects = requireNonNull(objects, "objects is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.ids = requireNonNull(ids, "ids is null");
    }

    @Override
    public void prepare(Context context, ObjectNode request) {
        settleMetadata(context, request, account(context));
        request.remove("status");
        ObjectNode spec = request.withObject("/spec");
        ArrayNode audiences = spec.withArray("/audiences");
        if (audiences.isEmpty()) {
            settings.audiences().forEach(audiences::add);
        }
        long seconds = spec.path("expirationSeconds").asLong(DEFAULT_SECONDS);
        validate(seconds);
        spec.put("expirationSeconds", seconds);
    }

    @Override
    public ObjectNode create(Context context, ObjectNode request) {
        ObjectNode account = account(context);
        settleMetadata(context, request, account);
        ObjectNode spec = request.withObject("/spec");
        long seconds = spec.path("expirationSeconds").asLong();
        Binding binding = binding(context, spec.path("boundObjectRef"));
        if (settings.maximum().isPositive() && seconds > settings.maximum().toSeconds()) {
            seconds = settings.maximum().toSeconds();
        }
        spec.put("expirationSeconds", seconds);

        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ServiceAccountToken claims =
                token(account, texts(spec.withArray("/audiences")), now, Duration.ofSeconds(seconds), binding);
        String token = issuer.sign(claims);
        Audit.annotate(ISSUED, "JTI=" + claims.id());
        request.withObject("/metadata").put("creationTimestamp", now.toString());
        request.putObject("status")
                .put("token", token)
                .put("expirationTimestamp", now.plusSeconds(seconds).toString());
        return request;
    }

    private ServiceAccountToken token(
            ObjectNode account, List<String> audiences, Instant now, Duration life, Binding binding) {
        boolean extended = settings.extend()
                && binding.pod().isPresent()
                && life.toSeconds() == PROJECTED_SECONDS
                && settings.audiences().containsAll(audiences);
        return new ServiceAccountToken(
                issuer.issuer(),
                ids.get(),
                audiences,
                now,
                now,
                now.plus(extended ? settings.extended() : life),
                account.at("/metadata/namespace").asText(),
                Ref.of(account),
                binding.pod(),
                binding.secret(),
                binding.node(),
                extended ? Optional.of(now.plus(life)) : Optional.empty());
    }

    private static void settleMetadata(Context context, ObjectNode request, ObjectNode account) {
        ObjectNode metadata = request.withObject("/metadata");
        String uid = account.at("/metadata/uid").asText();
        settle(metadata, "name", context.name(), context.name());
        settle(metadata, "namespace", context.namespace(), context.name());
        String wanted = metadata.path("uid").asText();
        if (!wanted.isEmpty() && !wanted.equals(uid)) {
            throw Statuses.conflict(
                    new GroupResource(GROUP, "TokenRequest"),
                    context.name(),
                    "the UID in the token request (%s) does not match the UID of the service account (%s)"
                            .formatted(wanted, uid));
        }
        metadata.put("uid", uid);
    }

    private static void settle(ObjectNode metadata, String field, String value, String account) {
        String given = metadata.path(field).asText();
        if (!given.isEmpty() && !given.equals(value)) {
            throw Statuses.invalid(
                    GROUP,
                    "TokenRequest",
                    account,
                    List.of(FieldError.invalid(
                            "metadata." + field,
                            '"' + given + '"',
                            "must match the service account " + field + " if specified")));
        }
        metadata.put(field, value);
    }

    private static void validate(long seconds) {
        String detail = seconds < MIN_SECONDS
                ? "may not specify a duration less than 10 minutes"
                : seconds > MAX_SECONDS ? "may not specify a duration larger than 2^32 seconds" : "";
        if (!detail.isEmpty()) {
            throw Statuses.invalid(
                    GROUP,
                    "TokenRequest",
                    "",
                    List.of(FieldError.invalid("spec.expirationSeconds", Long.toString(seconds), detail)));
        }
    }

    private Binding binding(Context context, JsonNode ref) {
        if (!ref.isObject()) {
            return Binding.NONE;
        }
        String kind = ref.path("kind").asText();
        String apiVersion = ref.path("apiVersion").asText();
        String name = ref.path("name").asText();
        return switch (apiVersion + "/" + kind) {
            case "v1/Pod" -> podBinding(context, ref, name);
            case "v1/Secret" ->
                new Binding(
                        Optional.empty(),
                        Optional.of(bound(ref, latest("secrets", context.namespace(), name))),
                        Optional.empty());
            case "v1/Node" ->
                new Binding(Optional.empty(), Optional.empty(), Optional.of(bound(ref, latest("nodes", "", name))));
            default ->
                throw Statuses.badRequest(
                        "cannot bind token to object of type %s, Kind=%s".formatted(apiVersion, kind));
        };
    }

    private Binding podBinding(Context context, JsonNode ref, String name) {
        ObjectNode pod = latest("pods", context.namespace(), name);
        if (!pod.at("/spec/serviceAccountName").asText().equals(context.name())) {
            throw Statuses.badRequest(
                    "cannot bind token for serviceaccount \"%s\" to pod running with different serviceaccount name."
                            .formatted(context.name()));
        }
        String nodeName = pod.at("/spec/nodeName").asText();
        Optional<Ref> node = nodeName.isEmpty()
                ? Optional.empty()
                : Optional.of(objects.get(new GroupResource("", "nodes"), "", nodeName)
                        .map(Ref::of)
                        .orElse(new Ref(nodeName, "")));
        return new Binding(Optional.of(bound(ref, pod)), Optional.empty(), node);
    }

    private static Ref bound(JsonNode wanted, ObjectNode object) {
        Ref ref = Ref.of(object);
        String uid = wanted.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(ref.uid())) {
            throw Statuses.conflict(
                    new GroupResource("", wanted.path("kind").asText()),
                    ref.name(),
                    ("the UID in the bound object reference (%s) does not match the UID in record. The object might have"
                                    + " been deleted and then recreated")
                            .formatted(uid));
        }
        return ref;
    }

    private ObjectNode account(Context context) {
        return latest("serviceaccounts", context.namespace(), context.name());
    }

    private ObjectNode latest(String resource, String namespace, String name) {
        GroupResource id = new GroupResource("", resource);
        return objects.getLatest(id, namespace, name).orElseThrow(() -> Statuses.notFound(id, name));
    }

    private static List<String> texts(ArrayNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
