package dev.caravel.bench.micro;

import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which of 5,000 objects a selector selects; the time of one object. */
@State(Scope.Benchmark)
public class SelectorBenchmark {
    private static final int OBJECTS = 5_000;

    private final LabelSelector equality = LabelSelector.parse("app=web-7,tier=front");
    private final LabelSelector set = LabelSelector.parse("app in (web-7,web-8,web-9),tier notin (back),!canary");
    private final FieldSelector node = FieldSelector.parse("spec.nodeName=node-7");
    private final Map<String, String>[] labels = maps("app", "web-");
    private final Map<String, String>[] fields = maps("spec.nodeName", "node-");

    @SuppressWarnings("unchecked")
    private static Map<String, String>[] maps(String key, String value) {
        return IntStream.range(0, OBJECTS)
                .mapToObj(i -> Map.of(key, value + i % 50, "tier", "front", "pod-template-hash", "5c8f9d7b6"))
                .toArray(Map[]::new);
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public int labelsEqual() {
        return count(equality);
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public int labelsInSets() {
        return count(set);
    }

    @Benchmark
    @OperationsPerInvocation(OBJECTS)
    public int fieldEqual() {
        int selected = 0;
        for (Map<String, String> object : fields) {
            selected += node.matches(field -> object.getOrDefault(field, "")) ? 1 : 0;
        }
        return selected;
    }

    private int count(LabelSelector selector) {
        int selected = 0;
        for (Map<String, String> object : labels) {
            selected += selector.matches(object) ? 1 : 0;
        }
        return selected;
    }
}
