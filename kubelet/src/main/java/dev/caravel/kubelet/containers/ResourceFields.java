package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.Supplier;

/** Reads {@code resourceFieldRef}; a limit that is not set is what the node can give. */
public final class ResourceFields {
    private final Supplier<Map<String, Quantity>> allocatable;

    public ResourceFields(Supplier<Map<String, Quantity>> allocatable) {
        this.allocatable = requireNonNull(allocatable, "allocatable is null");
    }

    /**
     * @param container the one that asks, used when the selector names none
     */
    public String resolve(Pod pod, Container container, ResourceFieldSelector selector) {
        Container of = container;
        if (selector.getContainerName() != null && !selector.getContainerName().isEmpty()) {
            of = dev.caravel.kubelet.pods.PodContainer.find(pod, selector.getContainerName())
                    .orElseThrow(() ->
                            new ContainerConfigException("container " + selector.getContainerName() + " not found"))
                    .spec();
        }
        String[] path = selector.getResource().split("\\.", 2);
        Quantity amount =
                switch (path[0]) {
                    case "limits" -> limit(of, path[1]);
                    case "requests" -> Amounts.requests(of).getOrDefault(path[1], Quantity.ZERO);
                    default ->
                        throw new ContainerConfigException(
                                "unsupported container resource : " + selector.getResource());
                };
        return divide(amount, selector.getDivisor());
    }

    private Quantity limit(Container container, String resource) {
        Quantity limit = Amounts.limits(container).get(resource);
        return limit != null && limit.signum() > 0 ? limit : allocatable.get().getOrDefault(resource, Quantity.ZERO);
    }

    private static String divide(Quantity amount, io.fabric8.kubernetes.api.model.Quantity divisor) {
        Quantity by =
                divisor == null || divisor.getAmount() == null ? Quantity.ZERO : Quantity.parse(divisor.toString());
        BigDecimal unit = by.signum() == 0 ? BigDecimal.ONE : by.amount();
        return amount.amount()
                .divide(unit, 0, RoundingMode.CEILING)
                .toBigInteger()
                .toString();
    }
}
