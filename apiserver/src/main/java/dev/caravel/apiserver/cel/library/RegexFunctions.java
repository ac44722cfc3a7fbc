package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.INT;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code matches}, {@code find} and {@code findAll}, by RE2: no pattern takes longer than linear time. */
final class RegexFunctions {
    private RegexFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of(
                        "find", member("string_find_string", SimpleType.STRING, STRING, STRING, RegexFunctions::find)),
                Function.of(
                        "findAll",
                        member(
                                "string_find_all_string",
                                ListType.create(SimpleType.STRING),
                                STRING,
                                STRING,
                                (text, pattern) -> findAll(text, pattern, -1)),
                        member(
                                "string_find_all_string_int",
                                ListType.create(SimpleType.STRING),
                                arguments -> findAll((String) arguments[0], (String) arguments[1], (Long) arguments[2]),
                                STRING,
                                STRING,
                                INT)));
    }

    /** The language declares it, but its own would build whatever machine a pattern stands for. */
    static Collection<CelFunctionBinding> matches() {
        return CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches", String.class, String.class, RegexFunctions::isFound),
                CelFunctionBinding.from("matches_string", String.class, String.class, RegexFunctions::isFound));
    }

    private static Object isFound(String text, String pattern) {
        return compile(pattern).matcher(text).find();
    }

    private static Object find(String text, String pattern) {
        Matcher matcher = compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    /** @param limit of what is found; all when negative */
    private static Object findAll(String text, String pattern, long limit) {
        List<String> found = new ArrayList<>();
        Matcher matcher = compile(pattern).matcher(text);
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Pattern compile(String pattern) {
        return RegexLimits.compile(pattern);
    }
}
