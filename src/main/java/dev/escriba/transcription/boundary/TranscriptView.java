package dev.escriba.transcription.boundary;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import dev.escriba.transcription.entity.CorrectedTranscript;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.TranscriptDocument;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The JSON form of a stored transcript. Times are seconds from the beginning of the recording. Unknown values are
 * absent.
 *
 * @param fileSha256 of the recording, in hexadecimal digits
 * @param deletedOn when the transcript is deleted, at the present settings
 * @param language ISO 639-1; {@code und} for speech in a language that no model knows; absent where nothing is spoken
 */
@JsonbPropertyOrder({"instanceId", "fileSha256", "deletedOn", "language", "languages", "duration", "text", "segments"})
public record TranscriptView(
        String instanceId,
        String fileSha256,
        Instant deletedOn,
        String language,
        List<String> languages,
        BigDecimal duration,
        String text,
        List<SegmentView> segments) {

    /**
     * A segment.
     *
     * @param speaker A, B and so on for the channels of the recording; absent where they were mixed
     * @param averageLogProbability of the tokens, natural logarithm
     */
    @JsonbPropertyOrder({
        "id",
        "start",
        "end",
        "text",
        "language",
        "channel",
        "speaker",
        "averageLogProbability",
        "noSpeechProbability",
        "words",
        "correction"
    })
    public record SegmentView(
            int id,
            BigDecimal start,
            BigDecimal end,
            String text,
            String language,
            Integer channel,
            String speaker,
            BigDecimal averageLogProbability,
            BigDecimal noSpeechProbability,
            List<WordView> words,
            CorrectionView correction) {

        static SegmentView of(int id, CorrectedTranscript transcript) {
            Segment segment = transcript.segment(id);
            Map<Integer, String> speakers = transcript.machine().speakers();
            Integer channel = segment.channel().isPresent() ? segment.channel().getAsInt() : null;
            boolean known = !Double.isNaN(segment.meanLogProbability());
            return new SegmentView(
                    id,
                    seconds(segment.start()),
                    seconds(segment.end()),
                    segment.text(),
                    segment.language().isEmpty() ? null : segment.language(),
                    channel,
                    channel == null ? null : speakers.get(channel),
                    number(segment.meanLogProbability()),
                    known ? number(segment.noSpeechProbability()) : null,
                    segment.words().isEmpty()
                            ? null
                            : segment.words().stream().map(WordView::of).toList(),
                    transcript
                            .correction(id)
                            .map(correction -> new CorrectionView(
                                    transcript.machine().segments().get(id).text(),
                                    correction.author(),
                                    correction.at()))
                            .orElse(null));
        }
    }

    /** The correction of a segment, whose text and words are the corrected ones. */
    @JsonbPropertyOrder({"machineText", "by", "at"})
    public record CorrectionView(String machineText, String by, Instant at) {}

    /** A word; {@code confidence} is from 0 to 1, and absent for a word that a person wrote or no model judged. */
    @JsonbPropertyOrder({"word", "start", "end", "confidence"})
    public record WordView(String word, BigDecimal start, BigDecimal end, BigDecimal confidence) {

        static WordView of(Word word) {
            return new WordView(word.text(), seconds(word.start()), seconds(word.end()), number(word.probability()));
        }
    }

    static TranscriptView of(InstanceSummary instance, CorrectedTranscript transcript) {
        TranscriptDocument document = transcript.machine();
        List<SegmentView> segments = IntStream.range(0, document.segments().size())
                .mapToObj(id -> SegmentView.of(id, transcript))
                .toList();
        return new TranscriptView(
                instance.id(),
                transcript.fileSha256().orElse(null),
                transcript.deletedOn().orElse(null),
                instance.language(),
                List.copyOf(document.languages()),
                seconds(instance.duration().orElse(Duration.ZERO)),
                transcript.text(),
                segments);
    }

    /** To the millisecond. */
    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }

    private static BigDecimal number(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP) : null;
    }
}
