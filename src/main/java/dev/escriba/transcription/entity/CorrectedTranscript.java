package dev.escriba.transcription.entity;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A stored transcript with the corrections of people.
 *
 * @param machine the segments of the machine
 * @param machineText the whole text of the machine
 * @param corrections by the position of their segment
 * @param fileSha256 of the recording; empty for instances of an earlier version
 * @param deletedOn when the transcript is deleted, at the present settings
 */
public record CorrectedTranscript(
        TranscriptDocument machine,
        String machineText,
        Map<Integer, Correction> corrections,
        Optional<String> fileSha256,
        Optional<Instant> deletedOn) {

    public CorrectedTranscript {
        corrections = Map.copyOf(corrections);
    }

    /** The correction of a segment. */
    public Optional<Correction> correction(int segment) {
        return Optional.ofNullable(corrections.get(segment));
    }

    /** A segment with its correction, if it has one: new words have the times of the words that they replace. */
    public Segment segment(int position) {
        Segment segment = machine.segments().get(position);
        return correction(position)
                .map(correction -> new Segment(
                        segment.start(),
                        segment.end(),
                        correction.text(),
                        segment.language(),
                        segment.meanLogProbability(),
                        segment.noSpeechProbability(),
                        List.of(),
                        WordAlignment.align(segment, correction.text()),
                        segment.channel()))
                .orElse(segment);
    }

    /** The text of a segment, corrected. */
    private String text(int position) {
        return correction(position)
                .map(Correction::text)
                .orElseGet(() -> machine.segments().get(position).text());
    }

    /** The segments in which something is spoken, corrected. */
    public List<Segment> spoken() {
        return IntStream.range(0, machine.segments().size())
                .filter(position -> !text(position).isBlank())
                .mapToObj(this::segment)
                .toList();
    }

    /** The whole text, corrected. */
    public String text() {
        return corrections.isEmpty()
                ? machineText
                : Spacing.join(IntStream.range(0, machine.segments().size())
                        .mapToObj(this::text)
                        .filter(text -> !text.isBlank())
                        .toList());
    }
}
