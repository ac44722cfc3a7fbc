package dev.caravel.apiserver.extension.schema.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The format")
class StringFormatsTest {
    @ParameterizedTest(name = "{0} fits {1}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "date 2024-02-29",
                "date-time 2024-02-29T10:11:12.5Z",
                "duration 1h30m",
                "duration 3days",
                "email a.b@example.com",
                "hostname example.com",
                "hostname localhost",
                "ipv4 10.0.0.1",
                "ipv6 2001:db8::1",
                "ipv6 ::ffff:10.0.0.1",
                "cidr 10.0.0.0/8",
                "cidr 2001:db8::/32",
                "mac 01:23:45:67:89:ab",
                "mac 0123.4567.89ab",
                "uuid 123e4567-e89b-12d3-a456-426614174000",
                "uuid4 123e4567-e89b-42d3-a456-426614174000",
                "isbn 978-0321751041",
                "isbn10 0321751043",
                "creditcard 4111-1111-1111-1111",
                "ssn 123-45-6789",
                "hexcolor #ffFFff",
                "rgbcolor rgb(1,20,255)",
                "byte aGVsbG8=",
                "password anything",
                "uri https://example.com:8080/a?b",
                "uri /path",
                "bsonobjectid 507f1f77bcf86cd799439011",
                "k8s-short-name my-name",
                "k8s-long-name my.long.name",
            })
    void fits(String format, String text) {
        assertThat(StringFormats.fits(format, text)).isTrue();
    }

    @ParameterizedTest(name = "{0} does not fit {1}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "date 2023-02-29",
                "date-time 2024-02-29",
                "duration never",
                "email example.com",
                "hostname -example.com",
                "ipv4 10.0.0.256",
                "ipv6 2001::db8::1",
                "ipv6 10.0.0.1",
                "cidr 10.0.0.0/33",
                "mac 01:23:45:67:89",
                "uuid 123e4567",
                "uuid4 123e4567-e89b-12d3-a456-426614174000",
                "isbn 978-0321751042",
                "creditcard 4111-1111-1111-1112",
                "hexcolor #ffff",
                "rgbcolor rgb(1,20,256)",
                "byte aGVsbG8",
                "uri example.com",
                "bsonobjectid 507f",
                "k8s-short-name my.name",
                "k8s-long-name my..name",
            })
    void doesNotFit(String format, String text) {
        assertThat(StringFormats.fits(format, text)).isFalse();
    }

    @DisplayName("is checked in time linear in the text")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"duration", "email", "hostname", "uri", "mac", "k8s-long-name", "date-time", "rgbcolor"})
    void isCheckedInLinearTime(String format) {
        assertThat(StringFormats.fits(format, "1.".repeat(200_000) + "!")).isFalse();
    }
}
