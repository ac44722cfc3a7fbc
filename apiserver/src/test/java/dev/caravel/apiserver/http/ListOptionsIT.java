package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.etcd.jetcd.Client;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("program")
@DisplayName("Options of lists and watches")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ListOptionsIT {
    private static final String MAPS = "/api/v1/namespaces/kube-public/configmaps";
    private static final List<String> revisions = new ArrayList<>();

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(server.config("admin"))
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        for (int i = 0; i < 5; i++) {
            revisions.add(admin.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("c" + i)
                            .withNamespace("kube-public")
                            .addToLabels("n", Integer.toString(i))
                            .endMetadata()
                            .build())
                    .create()
                    .getMetadata()
                    .getResourceVersion());
        }
    }

    /** {@code R2} is the revision of c2, {@code AFTER-C1} a token that goes on behind c1 at the newest revision. */
    private static String path(String query) {
        String filled = query.replace("AFTER-C1", token(revisions.getLast(), "/c1\0"))
                .replace("FOREIGN", token(revisions.getLast(), "../../secrets"));
        for (int i = 0; i < revisions.size(); i++) {
            filled = filled.replace("R" + i, revisions.get(i));
        }
        return MAPS + "?" + filled;
    }

    private static String token(String revision, String start) {
        JsonObject json = new JsonObject()
                .put("v", "meta.k8s.io/v1")
                .put("rv", Long.parseLong(revision))
                .put("start", start);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(UTF_8));
    }

    private static List<String> names(JsonObject list) {
        return list.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getJsonObject("metadata").getString("name"))
                .filter(name -> name.startsWith("c"))
                .toList();
    }

    private static Status refused(String query) {
        return catchThrowableOfType(KubernetesClientException.class, () -> admin.raw(path(query)))
                .getStatus();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("that do not go together are refused with upstream's words")
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceVersionMatch=Exact | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
                "resourceVersion=1&resourceVersionMatch=Foo | resourceVersionMatch: Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
                "resourceVersion=0&resourceVersionMatch=Exact | resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                "continue=AFTER-C1&resourceVersion=R4&resourceVersionMatch=Exact | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
                "sendInitialEvents=false | sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
                "resourceVersionMatch=Foo | [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"]",
                "watch=1&sendInitialEvents=true | resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
                "watch=1&resourceVersion=R4&resourceVersionMatch=NotOlderThan | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
                "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact | [resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]",
                "watch=1&continue=AFTER-C1 | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"
            })
    void invalid(String query, String message) {
        Status status = refused(query);

        assertThat(status.getCode()).isEqualTo(422);
        assertThat(status.getReason()).isEqualTo("Invalid");
        assertThat(status.getMessage()).isEqualTo("ListOptions.meta.k8s.io \"\" is invalid: " + message);
        assertThat(status.getDetails().getCauses()).allSatisfy(cause -> assertThat(cause.getReason())
                .isIn("FieldValueForbidden", "FieldValueNotSupported"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("that mean nothing are a bad request")
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceVersion=x | invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax",
                "resourceVersion=18446744073709551616 | invalid resource version: resourceVersion: Invalid value: \"18446744073709551616\": strconv.ParseUint: parsing \"18446744073709551616\": value out of range",
                "continue=AFTER-C1&resourceVersion=R4 | specifying resource version is not allowed when using continue",
                "continue=FOREIGN | invalid continue token: continue key is not valid: ../../secrets",
                "fieldSelector=foo%3Dbar | \"foo\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            })
    void bad(String query, String message) {
        Status status = refused(query);

        assertThat(status.getCode()).isEqualTo(400);
        assertThat(status.getMessage()).isEqualTo(message);
    }

    @ParameterizedTest
    @DisplayName("that want what is still to come end in a timeout that says so")
    @CsvSource({"resourceVersion=99999999999", "resourceVersion=99999999999&resourceVersionMatch=Exact"})
    void future(String query) {
        Status status = refused(query);

        assertThat(status.getCode()).isEqualTo(504);
        assertThat(status.getMessage()).startsWith("Timeout: Too large resource version: 99999999999, current: ");
        assertThat(status.getDetails().getRetryAfterSeconds()).isEqualTo(1);
        assertThat(status.getDetails().getCauses()).singleElement().satisfies(cause -> assertThat(cause.getReason())
                .isEqualTo("ResourceVersionTooLarge"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("tell of which revision a list is")
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceVersion=R2&resourceVersionMatch=Exact | c0 c1 c2",
                "resourceVersion=R2&resourceVersionMatch=Exact&limit=10 | c0 c1 c2",
                "resourceVersion=R2&limit=10 | c0 c1 c2",
                "resourceVersion=R2&resourceVersionMatch=NotOlderThan | c0 c1 c2 c3 c4",
                "resourceVersion=R2 | c0 c1 c2 c3 c4",
                "resourceVersion=0&limit=2 | c0 c1 c2 c3 c4",
                "continue=AFTER-C1 | c2 c3 c4",
                "fieldSelector=metadata.name%3Dc3&limit=1 | c3",
                "labelSelector=n+in+(0,1,2,4)&resourceVersion=R4&resourceVersionMatch=Exact&limit=3 | c0 c1 c2"
            })
    void revision(String query, String names) {
        assertThat(names(new JsonObject(admin.raw(path(query))))).containsExactly(names.split(" "));
    }

    @Test
    @DisplayName(
            "give no page more than its limit, also when selectors leave little of what is read, and tell what remains only without them")
    void pages() {
        JsonObject first = new JsonObject(admin.raw(path("resourceVersion=R4&resourceVersionMatch=Exact&limit=2")));
        JsonObject selected = new JsonObject(
                admin.raw(path("resourceVersion=R4&resourceVersionMatch=Exact&limit=1&labelSelector=n+in+(3,4)")));
        JsonObject last = new JsonObject(admin.raw(path("labelSelector=n+in+(3,4)&limit=1&continue="
                + selected.getJsonObject("metadata").getString("continue"))));

        assertThat(names(first)).containsExactly("c0", "c1");
        assertThat(first.getJsonObject("metadata").getInteger("remainingItemCount"))
                .isGreaterThanOrEqualTo(3);
        assertThat(names(selected)).containsExactly("c3");
        assertThat(selected.getJsonObject("metadata").containsKey("remainingItemCount"))
                .isFalse();
        assertThat(names(last)).containsExactly("c4");
    }

    @Test
    @DisplayName("whose revision is compacted give 410 and a token to go on with what there is")
    void compacted() throws Exception {
        String old = token(revisions.getFirst(), "/c1\0");
        long second = Long.parseLong(revisions.get(1));
        try (Client client = Client.builder().endpoints(server.etcdEndpoint()).build()) {
            client.getKVClient().compact(second).get(30, TimeUnit.SECONDS);
        }

        Status status = refused("limit=1&continue=" + old);
        assertThat(status.getCode()).isEqualTo(410);
        assertThat(status.getReason()).isEqualTo("Expired");
        assertThat(names(new JsonObject(
                        admin.raw(path("continue=" + status.getMetadata().getContinue())))))
                .containsExactly("c2", "c3", "c4");
        assertThat(refused("resourceVersion=R0&resourceVersionMatch=Exact").getMessage())
                .isEqualTo("The resourceVersion for the provided list is too old.");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("tell what a watch begins with")
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceVersion=R2 | ADDED c3 ADDED c4",
                "sendInitialEvents=false&resourceVersionMatch=NotOlderThan | ''",
                "sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=R3 | ADDED c4",
                "fieldSelector=metadata.name%3Dc3 | ADDED c3",
                "fieldSelector=metadata.name%3Dc3&allowWatchBookmarks=true | ADDED c3 BOOKMARK true",
                "fieldSelector=metadata.name%3Dc3&allowWatchBookmarks=true&resourceVersion=0 | ADDED c3 BOOKMARK true",
                "fieldSelector=metadata.name%3Dc3&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=R4 | ADDED c3 BOOKMARK true"
            })
    void watches(String query, String events) {
        String all = admin.raw(path("watch=true&timeoutSeconds=1&" + query));
        List<String> told = all.lines()
                .map(JsonObject::new)
                .map(event -> {
                    JsonObject metadata = event.getJsonObject("object").getJsonObject("metadata");
                    return event.getString("type") + " "
                            + (metadata.containsKey("name")
                                    ? metadata.getString("name")
                                    : metadata.getJsonObject("annotations", new JsonObject())
                                            .getString("k8s.io/initial-events-end"));
                })
                .filter(event -> !event.equals("BOOKMARK null")) // the last one, before the time is over
                .toList();

        assertThat(String.join(" ", told)).isEqualTo(events);
    }

    @Test
    @DisplayName("do not make a watch of a request for one object")
    void oneObject() {
        assertThat(new JsonObject(admin.raw(MAPS + "/c1?watch=true")).getString("kind"))
                .isEqualTo("ConfigMap");
    }
}
