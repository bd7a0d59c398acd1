package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartLimitsTest {

    private static final String PART = "--ab-ab\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue --ab-a\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 4096})
    void sixtyFourPartsPassHoweverTheyArrive(int portion) {
        assertThat(allows(PART.repeat(64) + "--ab-ab--\r\n", portion)).isTrue();
        assertThat(allows(PART.repeat(66), portion)).isFalse();
    }

    @Test
    void onlyHeadersAreLimitedNotContents() {
        assertThat(allows("--ab-ab\r\nA: b\r\n\r\n" + "x".repeat(100_000), 4096))
                .isTrue();
        assertThat(allows("--ab-ab\r\nA: " + "x".repeat(10_000), 4096)).isFalse();
        assertThat(allows("--ab-ab\nA: b\n\n" + "x".repeat(100_000), 4096)).isTrue();
    }

    @Test
    void aHeaderThatGoesOnInTheNextLineIsReadAsOne() {
        assertThat(allows("--ab-ab\r\nContent-Disposition: form-data;\r\n name=\"File\"\r\n\r\nx", 5))
                .isTrue();
        assertThat(allows("--ab-ab\r\nContent-Disposition: form-data;\r\n\tname\r\n\r\nx", 5))
                .isFalse();
        assertThat(allows("--ab-ab\nContent-Disposition: form-data; name\n\nx", 5))
                .isFalse();
        assertThat(allows("--ab-ab\r\n\r\nContent-Disposition: form-data; name\r\n\r\nx", 5))
                .as("content that looks like a header")
                .isTrue();
    }

    @Test
    void quotedBoundariesAreUnderstoodAndABodyWithoutOnePasses() {
        byte[] many = PART.repeat(100).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PartLimits.of("multipart/form-data; charset=x; BOUNDARY=\"ab-ab\"")
                        .allow(many, 0, many.length))
                .isFalse();
        assertThat(PartLimits.of("application/json").allow(many, 0, many.length))
                .isTrue();
        assertThat(PartLimits.of(null).allow(many, 0, many.length)).isTrue();
    }

    private static boolean allows(String body, int portion) {
        PartLimits limits = PartLimits.of("multipart/form-data; boundary=ab-ab");
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i += portion) {
            if (!limits.allow(bytes, i, Math.min(portion, bytes.length - i))) {
                return false;
            }
        }
        return true;
    }
}
