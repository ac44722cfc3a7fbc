package dev.caravel.apiserver.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Numbers with a fraction or an exponent as Go reads them: what is beyond a float64 is refused, and what is too small for one is
 * zero. Others would take their exponent's worth of memory as soon as somebody counts with them.
 */
public final class FiniteNumbers extends JsonParserDelegate {
    /** The decimal digits that a float64 may have before its point, or after it, by far. */
    private static final int EASILY = 300;

    private FiniteNumbers(JsonParser parser) {
        super(parser);
    }

    public static JsonParser over(JsonParser parser) {
        return new FiniteNumbers(parser);
    }

    @Override
    public BigDecimal getDecimalValue() throws IOException {
        return decimal(delegate);
    }

    /** @throws JsonParseException when there is no such number */
    static BigDecimal decimal(JsonParser parser) throws IOException {
        BigDecimal exact;
        try {
            exact = parser.getDecimalValue();
        } catch (NumberFormatException e) { // an exponent beyond an int
            throw refusal(parser);
        }
        if (exact.precision() - (long) exact.scale() < EASILY && exact.scale() < EASILY) {
            return exact;
        }
        double nearest = exact.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw refusal(parser);
        }
        return nearest == 0 ? BigDecimal.ZERO : exact;
    }

    private static JsonParseException refusal(JsonParser parser) throws IOException {
        return new JsonParseException(
                parser, "json: cannot unmarshal number " + parser.getText() + " into Go value of type float64");
    }
}
