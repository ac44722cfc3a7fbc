package dev.caravel.proxy.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.proxy.nftables.Ruleset.Chain;
import dev.caravel.proxy.nftables.Ruleset.ElementSet;
import dev.caravel.proxy.nftables.Ruleset.VerdictMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The difference of two rulesets")
class RulesetDiffTest {
    private final RulesetDiff diff = new RulesetDiff("ip t");

    @Test
    @DisplayName("is nothing for equal ones")
    void equal() {
        assertThat(diff.between(ruleset("1"), ruleset("1")).isEmpty()).isTrue();
    }

    @Test
    @DisplayName("flushes and refills only the chain that changed")
    void chain() {
        Ruleset before = new Ruleset(
                Map.of("a", new Chain("", List.of("drop")), "b", new Chain("", List.of("drop"))),
                Map.of(),
                Map.of(),
                Map.of());
        Ruleset after = new Ruleset(
                Map.of("a", new Chain("", List.of("drop")), "b", new Chain("", List.of("accept"))),
                Map.of(),
                Map.of(),
                Map.of());

        assertThat(diff.between(before, after).commands())
                .containsExactly("flush chain ip t b", "add rule ip t b accept");
    }

    @Test
    @DisplayName("replaces a map's element by deleting it first")
    void element() {
        assertThat(diff.between(ruleset("1"), ruleset("2")).commands())
                .containsExactly(
                        "delete element ip t m { 80 }",
                        "delete element ip t s { 1 }",
                        "add element ip t m { 80 : goto 2 }",
                        "add element ip t s { 2 }");
    }

    @Test
    @DisplayName("empties a chain that is not wanted at once and deletes it in a transaction of its own")
    void stale() {
        Ruleset before = new Ruleset(Map.of("a", new Chain("", List.of("drop"))), Map.of(), Map.of(), Map.of());

        Transaction transaction = diff.between(before, Ruleset.EMPTY);

        assertThat(transaction.commands()).containsExactly("flush chain ip t a");
        assertThat(transaction.cleanup()).containsExactly("delete chain ip t a");
    }

    @Test
    @DisplayName("declares chains before the rules and elements that name them when building anew")
    void rebuild() {
        Ruleset desired = new Ruleset(
                Map.of("a", new Chain("type nat hook output priority -100", List.of("jump a"))),
                Map.of("m", new VerdictMap("inet_service", Map.of("80", "goto a"))),
                Map.of(),
                Map.of());

        assertThat(diff.rebuild(desired).commands())
                .containsExactly(
                        "add table ip t",
                        "delete table ip t",
                        "add table ip t",
                        "add chain ip t a { type nat hook output priority -100; }",
                        "add map ip t m { type inet_service : verdict; }",
                        "add rule ip t a jump a",
                        "add element ip t m { 80 : goto a }");
    }

    private static Ruleset ruleset(String value) {
        return new Ruleset(
                Map.of(),
                Map.of("m", new VerdictMap("inet_service", Map.of("80", "goto " + value))),
                Map.of("s", new ElementSet("mark", "", Set.of(value))),
                Map.of());
    }
}
