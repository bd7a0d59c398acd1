package dev.escriba.transcription.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewTranscriptionTest {

    @Test
    void promptHasTheConfiguredLimit() {
        NewTranscription form = new NewTranscription(null, "p".repeat(11), null, null, null);
        assertThat(form.furtherErrors(11)).isEmpty();
        assertThat(form.furtherErrors(10)).containsOnlyKeys("Prompt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-2-3-4-5",
                "x",
                "5e5c0f0a6a0b5d0e9a535f1d6a7d0e01",
                "{5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01}",
                "null"
            })
    void modelIdHasToBeAUuid(String id) {
        assertThat(new NewTranscription(id, null, null, null, null).furtherErrors(9))
                .containsOnlyKeys("ModelId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01",
                "5E5C0F0A-6A0B-5D0E-9A53-5F1D6A7D0E01",
                " 5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01 "
            })
    void aUuidIsTakenInAnyCase(String id) {
        NewTranscription form = new NewTranscription(id, null, null, null, null);
        assertThat(form.furtherErrors(9)).isEmpty();
        assertThat(form.command(Culture.EN).modelId())
                .contains(UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01"));
    }

    /** Two identifiers that look alike would be two users. */
    @ParameterizedTest
    @ValueSource(strings = {"an\u202Ea", "an\u200Ba", "an\uFEFFa", "an\u2066a", "an\u0000a", "an\uD83Da"})
    void textsThatHideSomethingAreRefused(String text) {
        assertThat(new NewTranscription(null, text, text, text, null).furtherErrors(9))
                .containsOnlyKeys("Prompt", "UserIdentifier", "Channel");
    }

    /** A prompt is no name. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "an\u00A0a", "an\u202Fa", "\u2007ana"})
    void namesWithASpaceThatIsNotTheUsualOneAreRefused(String text) {
        assertThat(new NewTranscription(null, text, text, text, null).furtherErrors(9))
                .containsOnlyKeys("UserIdentifier", "Channel");
    }

    /** With it, it would be another user, with limits and sums of its own. */
    @Test
    void blanksAroundANameAreNoPartOfIt() {
        NewTranscription form = new NewTranscription(null, null, "  ana paz ", " phone", null);
        assertThat(form.furtherErrors(9)).isEmpty();
        assertThat(form.command(Culture.EN).userIdentifier()).contains("ana paz");
        assertThat(form.command(Culture.EN).channel()).contains("phone");
    }

    @Test
    void onlyAPromptHasLines() {
        assertThat(new NewTranscription(null, "a\n\tb", "a\nb", "a\tb", null).furtherErrors(9))
                .containsOnlyKeys("UserIdentifier", "Channel");
    }

    @Test
    void blankIsAbsent() {
        NewTranscription form = new NewTranscription(" ", " ", " ", "", null);
        assertThat(form.furtherErrors(9)).isEmpty();
        assertThat(form.command(Culture.ES)).satisfies(command -> {
            assertThat(command.modelId()).isEmpty();
            assertThat(command.prompt()).isEmpty();
            assertThat(command.userIdentifier()).isEmpty();
            assertThat(command.channel()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"both", "Separate", "true", "1", "separate,mixed"})
    void channelsHasToBeOneOfItsTwoValues(String channels) {
        assertThat(withChannels(channels).furtherErrors(9)).containsOnlyKeys("Channels");
        assertThat(withChannels(channels).furtherErrors(9).get("Channels").key())
                .isEqualTo("parameter.choice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", " mixed ", "", " "})
    void channelsAreMixedWithoutAnotherWord(String channels) {
        assertThat(withChannels(channels).furtherErrors(9)).isEmpty();
        assertThat(withChannels(channels).command(Culture.EN).options()).isEqualTo(TranscriptionOptions.NONE);
    }

    @Test
    void channelsAreSeparatedOnRequest() {
        assertThat(withChannels(" separate ").furtherErrors(9)).isEmpty();
        assertThat(withChannels("separate").command(Culture.EN).options().separateChannels())
                .isTrue();
    }

    private static NewTranscription withChannels(String channels) {
        return new NewTranscription(null, null, null, null, channels);
    }
}
