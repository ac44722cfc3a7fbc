package dev.caravel.apiserver.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Kubernetes' functions")
class KubernetesFunctionsTest {
    private static final CelEnvironment ENVIRONMENT = CelEnvironment.of(Map.of("x", CelType.DYN));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2, 2].isSorted() && !['b', 'a'].isSorted()",
                "[1, 2, 3].sum() == 6 && [1.5, 2.5].sum() == 4.0 && [duration('1m'), duration('1s')].sum() == duration('61s')",
                "[3, 1, 2].min() == 1 && ['a', 'c', 'b'].max() == 'c'",
                "[1, 2, 2].indexOf(2) == 1 && [1, 2, 2].lastIndexOf(2) == 2 && [1].indexOf(5) == -1",
                "'abcabc'.indexOf('b') == 1 && 'abcabc'.indexOf('b', 2) == 4 && 'abcabc'.lastIndexOf('b') == 4",
                "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''",
                "'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']",
                "url('https://user@example.com:80/a%20b?k=1&k=2').getHost() == 'example.com:80'",
                "url('https://[::1]:80/').getHostname() == '::1' && url('https://[::1]:80/').getPort() == '80'",
                "url('https://example.com/a%20b?k=1&k=2').getEscapedPath() == '/a%20b'",
                "url('https://example.com/?k=1&k=2').getQuery()['k'] == ['1', '2']",
                "isURL('/absolute/path') && !isURL('../relative')",
                "isQuantity('1.3Gi') && !isQuantity('1.3Gii')",
                "quantity('200M').isInteger() && quantity('50k').asInteger() == 50000",
                "quantity('150Mi').isGreaterThan(quantity('100Mi')) && quantity('50M').isLessThan(quantity('100M'))",
                "quantity('200M').compareTo(quantity('0.2G')) == 0 && quantity('1k') == quantity('1000')",
                "quantity('50k').add(20) == quantity('50020') && quantity('50k').sub(quantity('25k')) == quantity('25k')",
                "quantity('-1').sign() == -1 && quantity('50k').asApproximateFloat() == 50000.0",
                "isIP('192.168.0.1') && isIP('::1') && !isIP('127.0.0.256') && !isIP('::ffff:1.2.3.4') && !isIP('1.2.3.04')",
                "ip('192.168.0.1').family() == 4 && ip('fe80::1').isLinkLocalUnicast()",
                "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified() && ip('224.0.0.1').isLinkLocalMulticast()",
                "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()",
                "ip.isCanonical('::1') && !ip.isCanonical('0:0:0:0:0:0:0:1')",
                "ip('::1') == ip('0:0:0:0:0:0:0:1') && string(ip('10.0.0.1')) == '10.0.0.1'",
                "isCIDR('192.168.0.0/24') && !isCIDR('192.168.0.0/33')",
                "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))",
                "cidr('192.168.0.0/24').containsCIDR('192.168.0.128/25') && !cidr('192.168.0.0/24').containsCIDR(cidr('192.0.0.0/8'))",
                "cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24') && cidr('::1/128').prefixLength() == 128",
                "cidr('192.168.1.5/24').ip() == ip('192.168.1.5') && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
                "!format.dns1123Label().validate('a-name').hasValue()",
                "format.dns1123Label().validate('A').value().size() == 1",
                "format.named('qualifiedName').value().validate('example.com/x') == optional.none()",
                "!format.named('none').hasValue() && !format.dns1123LabelPrefix().validate('web-').hasValue()",
                "!format.uuid().validate('5ba12345-ffff-0000-0000-0123456789ab').hasValue() && format.date().validate('x').hasValue()",
                "isSemver('1.2.3-alpha.1+build') && !isSemver('v1.2') && isSemver('v01.2', true)",
                "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
                "semver('1.0.0-alpha').isLessThan(semver('1.0.0')) && semver('1.10.0').isGreaterThan(semver('1.9.0'))",
                "semver('v1.2', true).compareTo(semver('1.2.0')) == 0",
                "jsonpatch.escapeKey('k8s.io/my~label') == 'k8s.io~1my~0label'",
                "'%s-%d'.format(['a', 1]) == 'a-1' && ' x '.trim() == 'x' && 'a,b'.split(',') == ['a', 'b']",
                "'hello'.replace('l', 'w', 1) == 'hewlo' && ['a', 'b'].join('-') == 'a-b' && 'abc'.substring(1) == 'bc'",
                "[3, 1, 2].sort() == [1, 2, 3] && [1, 1, 2].distinct() == [1, 2] && [[1], [2]].flatten() == [1, 2]",
                "optional.of(1).orValue(2) == 1 && [1, 2, 3].exists(i, v, i == v - 1)",
                "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && 1 < 2.5",
                "timestamp('2026-01-01T00:00:00Z') + duration('24h') == timestamp('2026-01-02T00:00:00Z')",
            })
    @DisplayName("answer as documented")
    void functions(String expression) throws Exception {
        assertThat(ENVIRONMENT.compile(expression).evaluate(Map.of(), CostBudget.perRequest()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip('1.2.3') == ip('1.2.3') | IP Address \"1.2.3\" parse error during conversion from string: ParseAddr(\"1.2.3\"): unable to parse IP",
                "quantity('x').isInteger() | quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "quantity('1.5').asInteger() == 1 | cannot convert value to integer",
                "x.min() == 1 | min called on empty list",
            })
    @DisplayName("say in upstream's words what they cannot read")
    void failures(String expression, String message) throws Exception {
        CelProgram program = ENVIRONMENT.compile(expression);
        var empty = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();

        assertThatThrownBy(() -> program.evaluate(Map.of("x", empty), CostBudget.perRequest()))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'aaaa'.matches('((a{1000}){1000}){1000}')",
                "'aaaa'.find('(((((a{10}){10}){10}){10}){10}){10}') == ''",
                "'a'.find('(a{1000}b{1000}){1000}') == ''",
                "('a' + 'a').find('((((a{10}){10}){10}){10' + '})') == ''",
                "[1].all(i, 'a'.find('((((a{10}){10}){10}){10' + '})') == '')",
            })
    @DisplayName("refuse patterns that would become machines of millions of states")
    void hugePatterns(String expression) {
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> assertThatThrownBy(
                        () -> ENVIRONMENT.compile(expression).evaluate(Map.of(), CostBudget.perRequest()))
                .isInstanceOfAny(EvaluationException.class, CompileException.class)
                .hasMessageContaining("invalid repeat count"));
    }

    @Test
    @DisplayName("refuse patterns of more letters than anybody writes, for reading them takes the square of that")
    void longPatterns() throws Exception {
        String pattern = "a".repeat(10_000);
        assertThat(ENVIRONMENT.compile("'a'.find('" + pattern + "') == ''").evaluate(Map.of(), CostBudget.perRequest()))
                .isEqualTo(true);
        assertThatThrownBy(() -> ENVIRONMENT
                        .compile("'a'.find('" + pattern + "a') == ''")
                        .evaluate(Map.of(), CostBudget.perRequest()))
                .isInstanceOfAny(EvaluationException.class, CompileException.class)
                .hasMessageContaining("expression too large: `aaaa");
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 20_000})
    @DisplayName("are out of reach of expressions that nest too deeply")
    void deepNesting(int depth) {
        assertThatThrownBy(() -> ENVIRONMENT.compile("(".repeat(depth) + "1" + ")".repeat(depth) + " == 1"))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("recursion");
    }
}
