package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A request's method and path")
class RequestInfoParserTest {
    @ParameterizedTest(name = "{0} {1}: {2} of {4}/{5} {6} in {7}")
    @CsvSource(delimiter = '|', emptyValue = "", nullValues = "null", textBlock = """
                    GET    | /api/v1/pods                                 | list             | ''   | v1 | pods        | ''  | ''  | ''
                    GET    | /api/v1/namespaces/a/pods                    | list             | ''   | v1 | pods        | a   | ''  | ''
                    GET    | /api/v1/namespaces/a/pods/p                  | get              | ''   | v1 | pods        | a   | p   | ''
                    GET    | /api/v1/watch/namespaces/a/pods/p            | watch            | ''   | v1 | pods        | a   | p   | ''
                    POST   | /apis/apps/v1/namespaces/a/deployments       | create           | apps | v1 | deployments | a   | ''  | ''
                    PUT    | /apis/apps/v1/namespaces/a/deployments/d/scale | update         | apps | v1 | deployments | a   | d   | scale
                    PATCH  | /api/v1/nodes/n/status                       | patch            | ''   | v1 | nodes       | ''  | n   | status
                    DELETE | /api/v1/namespaces/a/pods                    | deletecollection | ''   | v1 | pods        | a   | ''  | ''
                    DELETE | /api/v1/namespaces/a                         | delete           | ''   | v1 | namespaces  | a   | a   | ''
                    PUT    | /api/v1/namespaces/a/finalize                | update           | ''   | v1 | namespaces  | a   | a   | finalize
                    GET    | /api/v1/namespaces                           | list             | ''   | v1 | namespaces  | ''  | ''  | ''
                    GET    | /api/v1/namespaces/a/pods/p:80/proxy/x/y     | get              | ''   | v1 | pods        | a   | p:80 | proxy
                    """)
    @DisplayName("say what it is about")
    void resources(
            String method,
            String path,
            String verb,
            String group,
            String version,
            String resource,
            String namespace,
            String name,
            String subresource) {
        RequestInfo info = RequestInfoParser.parse(method, path, MultiMap.caseInsensitiveMultiMap());

        assertThat(info.verb()).isEqualTo(verb);
        assertThat(info.resource().orElseThrow().group()).isEqualTo(group);
        assertThat(info.resource().orElseThrow().version()).isEqualTo(version);
        assertThat(info.resource().orElseThrow().resource()).isEqualTo(resource);
        assertThat(info.namespace()).isEqualTo(namespace);
        assertThat(info.name()).isEqualTo(name);
        assertThat(info.subresource()).isEqualTo(subresource);
    }

    @ParameterizedTest
    @CsvSource({"/healthz", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/openapi/v3/apis/apps/v1"})
    @DisplayName("are about no resource where there is none")
    void nonResources(String path) {
        RequestInfo info = RequestInfoParser.parse("GET", path, MultiMap.caseInsensitiveMultiMap());

        assertThat(info.isResourceRequest()).isFalse();
        assertThat(info.verb()).isEqualTo("get");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET,    /api/v1/namespaces/a/secrets?watch=true, s",
        "GET,    /api/v1/namespaces/a/secrets,            s",
        "POST,   /api/v1/namespaces/a/secrets,            ''",
        "DELETE, /api/v1/namespaces/a/secrets,            ''",
    })
    @DisplayName("are about one name when a list or watch selects it, and nothing else does")
    void selectedName(String method, String path, String name) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("fieldSelector", "metadata.name=s");
        if (path.contains("watch=true")) {
            query.add("watch", "true");
        }

        assertThat(RequestInfoParser.parse(method, path.replaceAll("\\?.*", ""), query)
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET,    /api/v1/pods,                   true",
        "DELETE, /api/v1/namespaces/a/pods,      true",
        "GET,    /api/v1/namespaces/watch/pods,  true",
        "GET,    /api/v1/watch/pods,             false",
        "GET,    /apis/apps/v1/watch/deployments, false",
        "GET,    /api/v1/namespaces/a/pods/p,    false",
        "POST,   /api/v1/namespaces/a/pods,      false",
    })
    @DisplayName("tell whether selectors are a part of what is asked of authorization")
    void selectors(String method, String path, boolean narrowed) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap()
                .add("fieldSelector", "spec.nodeName=n")
                .add("labelSelector", "a=b");

        Authorizer.Attributes asked =
                RequestAttributes.of(UserInfo.of("ed"), RequestInfoParser.parse(method, path, query), query);

        assertThat(asked.selectors().select("spec.nodeName", "n")).isEqualTo(narrowed);
        assertThat(asked.selectors().labels().isEverything()).isEqualTo(!narrowed);
    }
}
