package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompressionRatioTest {

    @Test
    void detectsARepetitionWithDifferentWords() {
        assertThat(CompressionRatio.isRepetitive(
                        "The market is the largest in the world, and the economy is the largest in the world. "
                                + "The company is the largest in the world, and the city is the largest in the world. "
                                + "The house is the largest in the world, and the garden is the largest in the world."))
                .isTrue();
    }

    @Test
    void acceptsRepetitionsOfSpeakers() {
        assertThat(CompressionRatio.isRepetitive("No, no, no, no, no, no, no.")).isFalse();
        assertThat(CompressionRatio.isRepetitive("Uno, dos, tres, cuatro, uno, dos, tres, cuatro, uno, dos, tres."))
                .isFalse();
        assertThat(
                        CompressionRatio.isRepetitive(
                                "Press one to mute or unmute yourself, two to lock or unlock the conference, "
                                        + "four or six to decrease or increase the conference volume, seven or nine to decrease or increase your volume."))
                .isFalse();
        assertThat(CompressionRatio.isRepetitive("")).isFalse();
    }
}
