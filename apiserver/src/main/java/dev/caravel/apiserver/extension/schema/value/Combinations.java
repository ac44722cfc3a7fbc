package dev.caravel.apiserver.extension.schema.value;

import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import java.util.List;
import java.util.function.Function;

/** {@code anyOf}, {@code oneOf}, {@code allOf} and {@code not}. */
final class Combinations {
    private final String path;
    private final Function<StructuralSchema, Findings> check;
    private final Findings findings = new Findings();

    private Combinations(String path, Function<StructuralSchema, Findings> check) {
        this.path = GoText.quote(path);
        this.check = check;
    }

    /** @param check checks the value by another schema */
    static Findings check(ValueLimits limits, String path, Function<StructuralSchema, Findings> check) {
        Combinations combinations = new Combinations(path, check);
        combinations.anyOf(limits.anyOf());
        combinations.oneOf(limits.oneOf());
        combinations.allOf(limits.allOf());
        limits.not().ifPresent(combinations::not);
        combinations.findings.meet();
        return combinations.findings;
    }

    private void anyOf(List<StructuralSchema> schemas) {
        if (schemas.isEmpty()) {
            return;
        }
        Findings best = null;
        for (StructuralSchema schema : schemas) {
            Findings found = check.apply(schema);
            if (found.none()) {
                findings.add(found);
                return;
            }
            best = better(best, found);
        }
        findings.add(Finding.overall(path + " must validate at least one schema (anyOf)"));
        findings.add(best);
    }

    private void oneOf(List<StructuralSchema> schemas) {
        if (schemas.isEmpty()) {
            return;
        }
        List<Findings> all = schemas.stream().map(check).toList();
        List<Findings> valid = all.stream().filter(Findings::none).toList();
        switch (valid.size()) {
            case 0 -> {
                findings.add(
                        Finding.overall(path + " must validate one and only one schema (oneOf). Found none valid"));
                findings.add(all.stream().reduce(null, Combinations::better));
            }
            case 1 -> findings.add(valid.getFirst());
            default ->
                findings.add(
                        Finding.overall("%s must validate one and only one schema (oneOf). Found %d valid alternatives"
                                .formatted(path, valid.size())));
        }
    }

    private void allOf(List<StructuralSchema> schemas) {
        int valid = 0;
        for (StructuralSchema schema : schemas) {
            Findings found = check.apply(schema);
            valid += found.none() ? 1 : 0;
            findings.add(found);
        }
        if (valid < schemas.size()) {
            findings.add(Finding.overall(
                    path + " must validate all the schemas (allOf)" + (valid == 0 ? ". None validated" : "")));
        }
    }

    private void not(StructuralSchema schema) {
        if (check.apply(schema).none()) {
            findings.add(Finding.overall(path + " must not validate the schema (not)"));
        }
    }

    /** The first of those that met most. */
    private static Findings better(Findings best, Findings next) {
        return best == null || next.met() > best.met() ? next : best;
    }
}
