package dev.escriba.openai.boundary;

import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.Task;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Segment;
import dev.escriba.subtitles.control.Subtitles;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The result of a run in each of the formats that a request can ask for. */
final class Transcript {

    private static final String UNKNOWN = "unknown";

    private final AudioRequest request;
    private final TranscriptionResult result;
    private final String text;
    private final List<Segment> segments;

    /** @throws Problem 422 where the result is that of an earlier request, and its transcript is no longer kept */
    Transcript(AudioRequest request, TranscriptionResult result) {
        this.request = request;
        this.result = result;
        text = result.transcript().orElseThrow(() -> Problem.at("Idempotency-Key", 422, "openai.transcript-gone"));
        // an answer that an earlier version kept has no segments
        segments = result.segments().isEmpty() && !text.isEmpty() ? List.of(whole()) : result.segments();
    }

    private Segment whole() {
        Duration end = result.duration();
        return new Segment(Duration.ZERO, end, text, result.language().orElse(""), Double.NaN);
    }

    /** The body of the answer. */
    byte[] body() {
        String body =
                switch (request.format()) {
                    case JSON -> json().build().toString();
                    case VERBOSE_JSON -> verbose().build().toString();
                    case DIARIZED_JSON -> diarized().build().toString();
                    case TEXT -> text + "\n";
                    case SRT -> Subtitles.subRip(segments);
                    case VTT -> Subtitles.webVtt(segments);
                };
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The last event of a stream.
     *
     * @param sent the text of all deltas: clients expect the same one here
     */
    JsonObjectBuilder done(String sent) {
        JsonObjectBuilder done = Json.createObjectBuilder()
                .add("type", "transcript.text.done")
                .add("text", sent)
                .add("languages", languages());
        if (request.logprobs()) {
            done.add("logprobs", SegmentJson.logprobs(segments));
        }
        return done.add(
                "usage",
                Json.createObjectBuilder()
                        .add("type", "tokens")
                        .add("input_tokens", result.promptTokens())
                        .add("output_tokens", result.completionTokens())
                        .add("total_tokens", Math.addExact(result.promptTokens(), result.completionTokens())));
    }

    /** A translation has the text alone. */
    private JsonObjectBuilder json() {
        JsonObjectBuilder answer = Json.createObjectBuilder().add("text", text);
        if (translates()) {
            return answer;
        }
        answer.add("languages", languages());
        if (request.logprobs()) {
            answer.add("logprobs", SegmentJson.logprobs(segments));
        }
        return answer.add("usage", durationUsage());
    }

    private boolean translates() {
        return request.task() == Task.TRANSLATE;
    }

    /** Empty lists are left out: with one, OpenAI's Java client takes the answer for one with speakers. */
    private JsonObjectBuilder verbose() {
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add("task", request.task().id())
                .add("language", language())
                .add("duration", JsonNumbers.seconds(result.duration()))
                .add("text", text);
        if (request.segments() && !segments.isEmpty()) {
            JsonArrayBuilder list = Json.createArrayBuilder();
            for (int i = 0; i < segments.size(); i++) {
                list.add(SegmentJson.verbose(i, segments.get(i)));
            }
            answer.add("segments", list);
        }
        if (request.words()
                && segments.stream().anyMatch(segment -> !segment.words().isEmpty())) {
            answer.add("words", SegmentJson.words(segments));
        }
        return translates() ? answer : answer.add("usage", durationUsage());
    }

    private JsonObjectBuilder diarized() {
        Speakers speakers = new Speakers(request.speakers());
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (int i = 0; i < segments.size(); i++) {
            list.add(SegmentJson.diarized(i, segments.get(i), speakers));
        }
        return Json.createObjectBuilder()
                .add("task", request.task().id())
                .add("duration", JsonNumbers.seconds(result.duration()))
                .add("text", text)
                .add("segments", list)
                .add("usage", durationUsage());
    }

    private JsonObjectBuilder durationUsage() {
        return Json.createObjectBuilder()
                .add("type", "duration")
                .add("seconds", JsonNumbers.wholeSeconds(result.duration()));
    }

    /** The languages that were heard, in the order in which they begin. */
    private JsonArrayBuilder languages() {
        JsonArrayBuilder languages = Json.createArrayBuilder();
        segments.stream()
                .map(Segment::language)
                .filter(code -> !code.isEmpty())
                .distinct()
                .forEach(code -> languages.add(Json.createObjectBuilder().add("code", code)));
        return languages;
    }

    /** The language of the text. That of a translation is English, also where nothing is spoken. */
    private String language() {
        return translates()
                ? "english"
                : result.language().map(Transcript::languageName).orElse(UNKNOWN);
    }

    /** The English name in lower case: {@code spanish}. */
    private static String languageName(String code) {
        return Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT);
    }
}
