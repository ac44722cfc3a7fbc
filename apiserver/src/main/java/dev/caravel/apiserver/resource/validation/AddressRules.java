package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/** Rules of addresses and ranges in policies and endpoint slices. */
final class AddressRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "exceptWithin", AddressRules::exceptWithin,
            "sliceAddresses", AddressRules::sliceAddresses);

    private static final Map<String, Integer> BYTES = Map.of("IPv4", 4, "IPv6", 16);

    /** @param bits of the whole address */
    private record Range(InetAddress address, int prefix, int bits) {
        static Optional<Range> parse(String text) {
            if (!IpFormats.range(text).isEmpty()) {
                return Optional.empty();
            }
            var slash = text.indexOf('/');
            return IpFormats.parse(text.substring(0, slash))
                    .map(address -> new Range(
                            address,
                            Integer.parseInt(text.substring(slash + 1)),
                            address.getAddress().length * Byte.SIZE));
        }

        boolean strictlyContains(Range other) {
            return bits == other.bits && prefix < other.prefix && network().equals(other.network(bits - prefix));
        }

        private BigInteger network() {
            return network(bits - prefix);
        }

        private BigInteger network(int hostBits) {
            return new BigInteger(1, address.getAddress()).shiftRight(hostBits);
        }
    }

    private AddressRules() {}

    private static void exceptWithin(Subject block) {
        var whole = Range.parse(block.text("cidr"));
        if (whole.isEmpty()) {
            return;
        }
        for (var i = 0; i < block.at("except").size(); i++) {
            var text = block.at("except").get(i);
            var path = FieldPath.index(block.pathOf("except"), i);
            Range.parse(text.asText())
                    .filter(part -> !whole.get().strictlyContains(part))
                    .ifPresent(_ -> block.errors()
                            .add(FieldError.invalid(path, text.toString(), "must be a strict subset of `cidr`")));
        }
    }

    private static void sliceAddresses(Subject slice) {
        var endpoints = slice.at("endpoints");
        for (var i = 0; i < endpoints.size(); i++) {
            var path = FieldPath.index(slice.pathOf("endpoints"), i) + ".addresses";
            var addresses = endpoints.get(i).path("addresses");
            for (var j = 0; j < addresses.size(); j++) {
                address(slice, addresses.get(j), path, FieldPath.index(path, j));
            }
        }
    }

    private static void address(Subject slice, JsonNode address, String list, String path) {
        var type = slice.text("addressType");
        if (type.equals("FQDN")) {
            Formats.dns1123Subdomain(address.asText())
                    .forEach(fault -> slice.errors().add(FieldError.invalid(path, address.toString(), fault)));
            return;
        }
        IpFormats.endpointAddress(address.asText())
                .forEach(fault -> slice.errors().add(FieldError.invalid(path, address.toString(), fault)));
        var other = IpFormats.parse(address.asText())
                .filter(parsed -> BYTES.containsKey(type) && parsed.getAddress().length != BYTES.get(type));
        if (other.isPresent()) {
            slice.errors().add(FieldError.invalid(list, address.toString(), "must be an %s address".formatted(type)));
        }
    }
}
