package dev.escriba.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2/Instances/1",
                "/v2/Instances/1",
                "instances/1",
                "V2/INSTANCES/1/EVENTS",
                "v2/Instances/1/events"
            })
    void readingAnInstanceOrItsEventsIsALook(String path) {
        assertThat(RateLimitFilter.isLook("GET", path)).isTrue();
        assertThat(RateLimitFilter.isLook("POST", path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2/Instances",
                "v2/Instances/",
                "v2/Instances/1/transcript",
                "v2/Instances/1/cancel",
                "audio/transcriptions"
            })
    void allElseIsARequest(String path) {
        assertThat(RateLimitFilter.isLook("GET", path)).isFalse();
    }

    @Test
    void aLongPathIsReadQuickly() {
        assertThat(RateLimitFilter.isLook("GET", "v2/instances/" + "/".repeat(100_000)))
                .isFalse();
    }
}
