package dev.caravel.apiserver.extension.schema.value;

import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import dev.caravel.apiserver.resource.FieldError;
import java.util.Optional;

/** Length and pattern of texts; the first that is wrong is told. */
final class TextCheck {
    private TextCheck() {}

    static Optional<Finding> check(ValueLimits limits, String path, String text, Patterns patterns) {
        int length = text.codePointCount(0, text.length());
        if (limits.maxLength().isPresent() && length > limits.maxLength().get()) {
            long max = limits.maxLength().get();
            return Optional.of(Finding.of(
                    path,
                    "%s in body should be at most %d chars long".formatted(path, max),
                    field -> FieldError.tooLong(field, max)));
        }
        if (limits.minLength().isPresent() && length < limits.minLength().get()) {
            return Optional.of(Finding.invalid(
                    path,
                    GoText.quote(text),
                    "%s in body should be at least %d chars long"
                            .formatted(path, limits.minLength().get())));
        }
        if (!limits.pattern().isEmpty() && !patterns.find(limits.pattern(), text)) {
            return Optional.of(Finding.invalid(
                    path, GoText.quote(text), "%s in body should match '%s'".formatted(path, limits.pattern())));
        }
        return Optional.empty();
    }
}
