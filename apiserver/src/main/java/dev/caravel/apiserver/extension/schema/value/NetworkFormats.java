package dev.caravel.apiserver.extension.schema.value;

import com.google.re2j.Pattern;
import java.util.Arrays;

/** Formats of addresses and names in networks. */
final class NetworkFormats {
    private static final String LETTER = "[a-zA-Z0-9\\p{S}\\p{L}]";
    private static final Pattern SINGLE_LABEL = Pattern.compile(LETTER + "-?" + LETTER + "{0,62}");
    private static final Pattern LABEL = Pattern.compile(LETTER + "([-a-zA-Z0-9\\p{S}\\p{L}]{0,61}" + LETTER + ")?");
    private static final Pattern TOP_LEVEL = Pattern.compile("[a-zA-Z\\p{L}]{2,63}");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,10}(\\.\\d{1,10}){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern MAC =
            Pattern.compile("HH(:HH){5}|HH(:HH){7}|HH(:HH){19}".replace("HH", "[0-9a-fA-F]{2}"));
    private static final Pattern DOTTED_MAC =
            Pattern.compile("HHHH(\\.HHHH){2}|HHHH(\\.HHHH){3}|HHHH(\\.HHHH){9}".replace("H", "[0-9a-fA-F]"));
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%([^0-9a-fA-F]|[0-9a-fA-F][^0-9a-fA-F]|.?$)");
    private static final Pattern AUTHORITY =
            Pattern.compile("([^\\s<>\"^`{}|\\\\]*@)?([^\\s<>\"^`{}|\\\\:/@]*|\\[[^\\]\\s]*])(:\\d*)?");
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]+";
    private static final Pattern MAILBOX = Pattern.compile(
            "(" + ATOM + "(\\." + ATOM + ")*|\"[^\"\\\\\\r\\n]+\")@(" + ATOM + "(\\." + ATOM + ")*|\\[[^\\[\\]\\s]+])");
    private static final Pattern NAMED_MAILBOX = Pattern.compile("[^<>]*<([^<>]+)>\\s*");
    private static final int HOSTNAME_LENGTH = 255;
    private static final int LABEL_LENGTH = 63;

    private NetworkFormats() {}

    static boolean isHostname(String text) {
        String[] labels = text.split("\\.", -1);
        if (text.length() > HOSTNAME_LENGTH || Arrays.stream(labels).anyMatch(label -> label.length() > LABEL_LENGTH)) {
            return false;
        }
        if (labels.length == 1) {
            return SINGLE_LABEL.matcher(text).matches();
        }
        return TOP_LEVEL.matcher(labels[labels.length - 1]).matches()
                && Arrays.stream(labels, 0, labels.length - 1)
                        .allMatch(label -> LABEL.matcher(label).matches());
    }

    /** Leading zeros are taken as decimal, as they have always been. */
    static boolean isIpv4(String text) {
        return text.contains(".") && (isDotted(text) || isIpv6(text));
    }

    private static boolean isDotted(String text) {
        return IPV4.matcher(text).matches()
                && Arrays.stream(text.split("\\.")).allMatch(octet -> Long.parseLong(octet) <= 255);
    }

    static boolean isIpv6(String text) {
        int compressed = text.indexOf("::");
        if (!text.contains(":") || compressed >= 0 && text.indexOf("::", compressed + 1) >= 0) {
            return false;
        }
        if (compressed < 0) {
            return groups(text, true) == 8;
        }
        String head = text.substring(0, compressed);
        String tail = text.substring(compressed + 2);
        int before = head.isEmpty() ? 0 : groups(head, false);
        int after = tail.isEmpty() ? 0 : groups(tail, true);
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many groups of sixteen bits; -1 when some is none. */
    private static int groups(String text, boolean mayEndDotted) {
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (mayEndDotted && i == groups.length - 1 && isDotted(groups[i])) {
                count += 2;
            } else if (GROUP.matcher(groups[i]).matches()) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        String length = text.substring(slash + 1);
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int bits = Integer.parseInt(length);
        return isDotted(address) && bits <= 32 || isIpv6(address) && bits <= 128;
    }

    static boolean isMac(String text) {
        return DOTTED_MAC.matches(text)
                || !(text.contains(":") && text.contains("-")) && MAC.matches(text.replace('-', ':'));
    }

    /** An absolute URI, or an absolute path. */
    static boolean isUri(String text) {
        if (text.isEmpty()
                || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)
                || BAD_ESCAPE.matcher(text.split("\\?", 2)[0]).find()) {
            return false;
        }
        if (text.startsWith("/") || text.equals("*")) {
            return true;
        }
        if (!SCHEME.matcher(text).lookingAt()) {
            return false;
        }
        String rest = text.substring(text.indexOf(':') + 1);
        return !rest.startsWith("//")
                || AUTHORITY.matcher(rest.substring(2).split("[/?]", 2)[0]).matches();
    }

    static boolean isEmail(String text) {
        String trimmed = text.strip();
        com.google.re2j.Matcher named = NAMED_MAILBOX.matcher(trimmed);
        return MAILBOX.matcher(named.matches() ? named.group(1) : trimmed).matches();
    }
}
