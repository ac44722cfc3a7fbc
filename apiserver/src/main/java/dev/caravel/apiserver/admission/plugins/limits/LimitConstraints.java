package dev.caravel.apiserver.admission.plugins.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.machinery.quantity.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How requests and limits break one item of a LimitRange, in upstream's words. */
final class LimitConstraints {
    private final String type;
    private final ResourceAmounts min;
    private final ResourceAmounts max;
    private final ResourceAmounts maxRatio;

    LimitConstraints(JsonNode item) {
        type = item.path("type").asText();
        min = ResourceAmounts.of(item.path("min"));
        max = ResourceAmounts.of(item.path("max"));
        maxRatio = ResourceAmounts.of(item.path("maxLimitRequestRatio"));
    }

    /** Of a container, or of a pod as a whole. */
    List<String> broken(ResourceAmounts requests, ResourceAmounts limits) {
        List<String> errors = new ArrayList<>();
        min.byName().forEach((name, bound) -> minimum(name, bound, requests.get(name), limits.get(name))
                .ifPresent(errors::add));
        max.byName().forEach((name, bound) -> maximum(name, bound, requests.get(name), limits.get(name))
                .ifPresent(errors::add));
        maxRatio.byName().forEach((name, bound) -> ratio(name, bound, requests.get(name), limits.get(name))
                .ifPresent(errors::add));
        return errors;
    }

    /** Of a claim, which has no limits. */
    List<String> broken(ResourceAmounts requests) {
        List<String> errors = new ArrayList<>();
        min.byName().forEach((name, bound) -> minimum(name, bound, requests.get(name), Optional.empty())
                .ifPresent(errors::add));
        max.byName().forEach((name, bound) -> maximum(name, bound, requests.get(name))
                .ifPresent(errors::add));
        return errors;
    }

    private Optional<String> minimum(
            String name, Quantity bound, Optional<Quantity> request, Optional<Quantity> limit) {
        String rule = "minimum %s usage per %s is %s".formatted(name, type, bound);
        if (request.isEmpty()) {
            return Optional.of(rule + ".  No request is specified");
        }
        if (request.get().compareTo(bound) < 0) {
            return Optional.of("%s, but request is %s".formatted(rule, request.get()));
        }
        return limit.filter(amount -> amount.compareTo(bound) < 0)
                .map(amount -> "%s, but limit is %s".formatted(rule, amount));
    }

    private Optional<String> maximum(
            String name, Quantity bound, Optional<Quantity> request, Optional<Quantity> limit) {
        String rule = rule(name, bound);
        if (limit.isEmpty()) {
            return Optional.of(rule + ".  No limit is specified");
        }
        if (limit.get().compareTo(bound) > 0) {
            return Optional.of("%s, but limit is %s".formatted(rule, limit.get()));
        }
        return request.filter(amount -> amount.compareTo(bound) > 0)
                .map(amount -> "%s, but request is %s".formatted(rule, amount));
    }

    private Optional<String> maximum(String name, Quantity bound, Optional<Quantity> request) {
        if (request.isEmpty()) {
            return Optional.of(rule(name, bound) + ".  No request is specified");
        }
        return request.filter(amount -> amount.compareTo(bound) > 0)
                .map(amount -> "%s, but request is %s".formatted(rule(name, bound), amount));
    }

    private String rule(String name, Quantity bound) {
        return "maximum %s usage per %s is %s".formatted(name, type, bound);
    }

    private Optional<String> ratio(String name, Quantity bound, Optional<Quantity> request, Optional<Quantity> limit) {
        String rule = "%s max limit to request ratio per %s is %s".formatted(name, type, bound);
        if (request.filter(amount -> amount.signum() != 0).isEmpty()) {
            return Optional.of(rule + ", but no request is specified or request is 0");
        }
        if (limit.filter(amount -> amount.signum() != 0).isEmpty()) {
            return Optional.of(rule + ", but no limit is specified or limit is 0");
        }
        BigDecimal ratio = limit.get().amount().divide(request.get().amount(), MathContext.DECIMAL64);
        return ratio.compareTo(bound.amount()) > 0
                ? Optional.of("%s, but provided ratio is %f".formatted(rule, ratio.doubleValue()))
                : Optional.empty();
    }
}
