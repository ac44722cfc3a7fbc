package dev.caravel.apiserver.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Wanted fields")
class WantedFieldsTest {
    private final WantedFields wanted = WantedFields.of(Set.of(".metadata.name", ".spec.items.name", ".spec.whole"));

    private String read(String json) {
        return wanted.readStored(json.getBytes(UTF_8)).toString();
    }

    @Test
    @DisplayName("are read, with all below them, and nothing else is")
    void picked() {
        assertThat(read("""
                        {"kind": "X", "metadata": {"uid": {"name": 1}, "name": "a", "labels": {}},
                         "spec": {"other": [1, {"name": 2}], "whole": {"b": [1.5, null]}}, "status": {"name": 3}}
                        """)).isEqualTo("{\"metadata\":{\"name\":\"a\"},\"spec\":{\"whole\":{\"b\":[1.5,null]}}}");
    }

    @Test
    @DisplayName("are read of each object of an array on the way")
    void arrays() {
        assertThat(read("{\"spec\": {\"items\": [{\"name\": \"a\", \"value\": 1}, {}, \"text\", {\"name\": \"b\"}]}}"))
                .isEqualTo("{\"spec\":{\"items\":[{\"name\":\"a\"},{},\"text\",{\"name\":\"b\"}]}}");
    }

    @Test
    @DisplayName("leave what is no object on the way to them as it is")
    void otherwise() {
        assertThat(read("{\"metadata\": null, \"spec\": 1}")).isEqualTo("{\"metadata\":null,\"spec\":1}");
    }

    @Test
    @DisplayName("are not to be had of what is no object")
    void noObject() {
        assertThatThrownBy(() -> read("[]"))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("json: cannot unmarshal START_ARRAY into an object");
    }
}
