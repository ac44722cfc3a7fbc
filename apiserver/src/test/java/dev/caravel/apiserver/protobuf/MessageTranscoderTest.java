package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.io.IOException;
import java.time.DateTimeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Stored JSON, transcoded to protobuf")
class MessageTranscoderTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final String CORE = "k8s.io.api.core.v1.";
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    private static Schema schema(String name) {
        return CATALOG.schema(name).orElseThrow();
    }

    static byte[] transcoded(Schema schema, byte[] json) {
        MessageLayouts layouts = new MessageLayouts();
        WireWriter into = new WireWriter();
        new MessageTranscoder(layouts, into).write(layouts.of(schema), json);
        return into.toBytes();
    }

    private static byte[] byTree(Schema schema, byte[] json) throws IOException {
        WireWriter into = new WireWriter();
        new TreeEncoder().encode(schema, JsonCodec.readObject(json), into);
        return into.toBytes();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // in whatever order
                "core PodSpec       | {'subdomain':'s','containers':[{'image':'i','name':'n'}],'hostname':'h','volumes':[]}",
                "core Volume        | {'secret':{'items':[{'path':'p','key':'k'}],'secretName':'s'},'name':'v'}",
                "core Volume        | {'name':'v'}",
                "core Probe         | {'periodSeconds':1,'httpGet':{'port':'http','path':'/'},'initialDelaySeconds':2}",
                "core Probe         | {}",
                // texts
                "core ConfigMap     | {'data':{'a\\n\\u0041\\\\\\/':'\\b\\f\\r\\t','\\u20ac':'\\ud83d\\ude00 \\ud83d \\ude00'}}",
                "core ConfigMap     | {'da\\u0074a':{'a':'€😀'}}",
                "core ConfigMap     | {'data':{}}",
                "core ConfigMap     | {'data':null,'binaryData':{'a':'AQID','b':''},'immutable':false}",
                "core Secret        | {'data':{'a':'AQI\\u003d'}}",
                // numbers, and what is none
                "core PodSpec       | {'priority':-2147483648,'activeDeadlineSeconds':9223372036854775807}",
                "core PodSpec       | {'priority':1.9,'activeDeadlineSeconds':1e3,'terminationGracePeriodSeconds':'7'}",
                "core PodSpec       | {'hostNetwork':true,'hostPID':false,'hostIPC':'true','hostUsers':1}",
                "core PodSpec       | {'hostname':7,'subdomain':true,'nodeName':{},'nodeSelector':{'b':1.50}}",
                "core PodSpec       | {'containers':'none','nodeSelector':[],'securityContext':'none','dnsConfig':7}",
                "core PodSpec       | {'containers':[null,{},7],'tolerations':[]}",
                // special values
                "core ServicePort   | {'targetPort':80,'port':1}",
                "core ServicePort   | {'targetPort':'http','name':'n'}",
                "core ServicePort   | {'targetPort':true}",
                "core ResourceRequirements | {'limits':{'cpu':'100m','memory':1073741824},'requests':{'cpu':1.5}}",
                "meta ObjectMeta    | {'creationTimestamp':'2026-01-02T03:04:05Z','deletionTimestamp':null}",
                "meta ObjectMeta    | {'creationTimestamp':'1600-02-29T23:59:59.5Z'}",
                "meta ObjectMeta    | {'creationTimestamp':'2026-01-02T03:04:05+01:00'}",
                "meta ObjectMeta    | {'creationTimestamp':'2016-12-31t23:59:60z'}",
                "meta ObjectMeta    | {'creationTimestamp':'2026-01-02T03:04:05\\u005a'}",
                "meta ObjectMeta    | {'managedFields':[{'fieldsV1':{'f:a':{'.':{},'k:{\\'}]\\':1}':[1,-2.5,null,true]}},'time':'2026-01-02T03:04:05Z'}]}",
                "meta ObjectMeta    | {'managedFields':[{'fieldsV1':{}}],'novelty':{'a':[{'b':'}'}]},'name':'n'}",
                "core Event         | {'eventTime':'2026-01-02T03:04:05.678901Z'}",
                "core Event         | {'eventTime':'2026-01-02T03:04:05.000000001Z'}",
            })
    @DisplayName("is what the tree's message is:")
    void asTheTree(String type, String singleQuoted) throws IOException {
        byte[] json = singleQuoted
                .replace("\\'", "\\\u0001")
                .replace('\'', '"')
                .replace('\u0001', '"')
                .getBytes(UTF_8);
        Schema schema = schema(type.replace("core ", CORE).replace("meta ", META));

        assertThat(transcoded(schema, json)).isEqualTo(byTree(schema, json)).isNotNull();
    }

    @ParameterizedTest(name = "{0} {1}, as {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Secret    | {"data":{"a":"AQ\\nID\\r\\n"}}     | {"data":{"a":"AQID"}}
            Secret    | {"data":{"a":null}}             | {"data":{"a":""}}
            ConfigMap | {"data":{"a":null,"b":"null"}}  | {"data":{"a":"","b":"null"}}
            Container | {"args":[null,"a"]}             | {"args":["","a"]}
            """)
    @DisplayName("has what clients read in the JSON, however it was sent")
    void asSent(String type, String json, String meant) throws IOException {
        Schema schema = schema(CORE + type);

        assertThat(transcoded(schema, json.getBytes(UTF_8))).isEqualTo(byTree(schema, meant.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"name\" : \"n\" , \"labels\" : { \"a\" : \"b\" } , \"finalizers\" : [ \"f\" , \"g\" ] } ",
                "{ }"
            })
    @DisplayName("may have blanks between its values")
    void blanks(String json) throws IOException {
        Schema schema = schema(META + "ObjectMeta");

        assertThat(transcoded(schema, json.getBytes(UTF_8))).isEqualTo(byTree(schema, json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:01Z"})
    @DisplayName("has no times that are none")
    void noTime(String time) {
        byte[] json = "{\"creationTimestamp\":\"%s\"}".formatted(time).getBytes(UTF_8);

        assertThatThrownBy(() -> transcoded(schema(META + "ObjectMeta"), json)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152})
    @DisplayName("has texts and messages of any length")
    void lengths(int length) throws IOException {
        byte[] json = "{\"metadata\":{\"annotations\":{\"a\":\"%s\",\"b\":\"\\n%s\"}}}"
                .formatted("x".repeat(length), "y".repeat(length))
                .getBytes(UTF_8);
        Schema schema = schema(CORE + "Pod");

        assertThat(transcoded(schema, json)).isEqualTo(byTree(schema, json));
    }
}
