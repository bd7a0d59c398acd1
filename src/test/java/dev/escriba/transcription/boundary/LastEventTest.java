package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastEventTest {

    @Test
    void aClientThatNamesItsLastSegmentKnowsThoseBefore() {
        assertThat(LastEvent.of("2.57")).isEqualTo(new LastEvent(2, 58));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "2", "2.", "-1.4", "99999999999.1", "1.2.3"})
    void anotherTextKnowsNothing(String header) {
        assertThat(LastEvent.of(header)).isEqualTo(new LastEvent(0, 0));
    }

    @Test
    void idsCountWithinAnAttempt() {
        LastEvent first = new LastEvent(0, 0).next(1);
        assertThat(first.id()).isEqualTo("1.0");
        assertThat(first.next(1).id()).isEqualTo("1.1");
        assertThat(first.next(1).next(2).id()).isEqualTo("2.0");
    }
}
