package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

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
}
