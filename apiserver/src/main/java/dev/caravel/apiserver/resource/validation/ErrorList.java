package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors, as many as somebody may want to read: each can show a value as large as the whole request, and there can be one for each
 * part of it. For one thread.
 */
final class ErrorList extends AbstractList<FieldError> {
    /** In characters of all messages. */
    private static final long ENOUGH = 1 << 20;

    private final List<FieldError> errors = new ArrayList<>();
    private long length;

    /** There are enough errors: the check can end. */
    static final class Full extends RuntimeException {
        Full() {
            super("there are enough errors", null, false, false);
        }
    }

    /** @throws Full when the list holds all that it will */
    @Override
    public void add(int index, FieldError error) {
        errors.add(index, error);
        length += error.field().length() + error.message().length();
        if (length >= ENOUGH) {
            errors.add(FieldError.forbidden(error.field(), "too many errors; the rest of the object was not checked"));
            throw new Full();
        }
    }

    @Override
    public FieldError get(int index) {
        return errors.get(index);
    }

    @Override
    public int size() {
        return errors.size();
    }
}
