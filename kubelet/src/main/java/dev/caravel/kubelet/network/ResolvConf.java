package dev.caravel.kubelet.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a resolv.conf(5) says. */
record ResolvConf(List<String> servers, List<String> searches, List<String> options) {

    static ResolvConf parse(String text) {
        List<String> servers = new ArrayList<>();
        List<String> searches = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            List<String> values = Arrays.asList(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> values.stream().findFirst().ifPresent(servers::add);
                // The last search line counts.
                case "search" -> {
                    searches.clear();
                    values.stream()
                            .filter(v -> !v.equals("."))
                            .map(ResolvConf::withoutDot)
                            .forEach(searches::add);
                }
                case "options" -> options.addAll(values);
                default -> {}
            }
        }
        return new ResolvConf(servers, searches, options);
    }

    private static String withoutDot(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }
}
