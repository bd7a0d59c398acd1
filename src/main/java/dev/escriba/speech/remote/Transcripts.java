package dev.escriba.speech.remote;

import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.speech.entity.Word;
import dev.escriba.speech.remote.RemoteTranscript.Part;
import dev.escriba.speech.remote.RemoteTranscript.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Turns the answer of a server into a recognition, and counts its tokens. The text of the recognition is that of its
 * segments. Where a server tells segments that say something else than its text, the text counts, as one segment.
 */
final class Transcripts {

    /** The positions of Whisper's encoder. */
    private static final int PROMPT_TOKENS_PER_SECOND = 50;

    private static final int BYTES_PER_TOKEN = 4;

    /** The maximum of tokens that cost nothing. Tokens with a price have a configured maximum. */
    private static final int MAX_FREE_TOKENS_PER_MINUTE = 12_000;

    /** The language of a segment if the server names none. */
    private static final String UNKNOWN_LANGUAGE = "";

    private static final Duration MIN_LENGTH = Duration.ofMillis(1);

    private Transcripts() {}

    static String prompt(RecognitionRequest request) {
        return java.util.stream.Stream.of(request.prompt().strip(), String.join(", ", request.keywords()))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    /** The limit of a model, for each started minute, and the prompt. */
    static TokenLimit limit(AiModel model, RecognitionRequest request, Duration audio) {
        long minutes = Math.max(1, audio.plusMinutes(1).minusNanos(1).toMinutes());
        long perMinute = model.limits().maxTokensPerMinute().orElse(MAX_FREE_TOKENS_PER_MINUTE);
        long tokens = Math.min(Integer.MAX_VALUE / 1024, minutes * perMinute);
        return new TokenLimit((int) tokens + bytes(prompt(request)), (int) tokens);
    }

    /** A recording without speech. No server gets it. */
    static Recognition silence(Duration length) {
        return new Recognition("", Optional.empty(), List.of(), length, 0, 0);
    }

    static Recognition recognition(
            RemoteTranscript transcript, RecognitionRequest request, SpeechDetection.Extent found, TokenLimit limit) {
        Optional<String> language =
                request.languages().size() == 1 ? request.languages().stream().findFirst() : transcript.language();
        Usage usage = transcript.usage().orElseGet(() -> estimate(transcript, request, found.length(), limit));
        if (transcript.text().isEmpty()) {
            return new Recognition(
                    "", Optional.empty(), List.of(), found.length(), usage.completionTokens(), usage.promptTokens());
        }
        List<Segment> segments = segments(transcript, request, found, language.orElse(UNKNOWN_LANGUAGE));
        return new Recognition(
                Spacing.text(segments),
                language,
                segments,
                found.length(),
                usage.completionTokens(),
                usage.promptTokens());
    }

    private static Usage estimate(
            RemoteTranscript transcript, RecognitionRequest request, Duration length, TokenLimit limit) {
        long prompt =
                PROMPT_TOKENS_PER_SECOND * length.plusSeconds(1).minusNanos(1).toSeconds() + tokens(prompt(request));
        return new Usage(
                (int) Math.min(prompt, limit.promptTokens()),
                Math.min(tokens(transcript.text()), limit.completionTokens()));
    }

    private static int tokens(String text) {
        return (bytes(text) + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<Segment> segments(
            RemoteTranscript transcript, RecognitionRequest request, SpeechDetection.Extent found, String language) {
        Duration length = found.length();
        List<Word> words = request.words() ? words(transcript, length) : List.of();
        List<Segment> segments = new ArrayList<>();
        List<Part> parts = new ArrayList<>(transcript.segments());
        parts.sort(Comparator.comparingDouble(Part::start));
        if (!isSaidBy(parts, transcript.text())) {
            parts = List.of(whole(transcript.text(), parts, found));
        }
        int used = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Duration start = min(at(part.start()), length.minus(MIN_LENGTH));
            Duration end = max(min(at(part.end()), length), start.plus(MIN_LENGTH));
            List<Word> own = new ArrayList<>();
            boolean isLast = i == parts.size() - 1;
            while (used < words.size() && (isLast || words.get(used).start().compareTo(end) < 0)) {
                own.add(within(words.get(used++), start, end));
            }
            segments.add(new Segment(
                    start,
                    end,
                    part.text(),
                    language,
                    part.logProbability(),
                    part.noSpeech(),
                    List.of(),
                    own,
                    OptionalInt.empty()));
        }
        return segments;
    }

    /** Whether the parts say the text. Spaces, punctuation and case do not matter: the parts then count. */
    private static boolean isSaidBy(List<Part> parts, String text) {
        String said = parts.stream().map(Part::text).collect(Collectors.joining());
        return !parts.isEmpty() && letters(said).equals(letters(text));
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }

    /** The whole text as one part, from the first speech to the last. Its probabilities are not known. */
    private static Part whole(String text, List<Part> parts, SpeechDetection.Extent found) {
        double start = parts.isEmpty() ? seconds(found.start()) : parts.get(0).start();
        double end = parts.stream().mapToDouble(Part::end).max().orElse(seconds(found.end()));
        return new Part(text, start, end, Double.NaN, Double.NaN);
    }

    private static List<Word> words(RemoteTranscript transcript, Duration length) {
        return transcript.words().stream()
                .sorted(Comparator.comparingDouble(Part::start))
                .map(word ->
                        new Word(word.text(), min(at(word.start()), length), min(at(word.end()), length), Double.NaN))
                .toList();
    }

    private static Word within(Word word, Duration start, Duration end) {
        Duration from = max(min(word.start(), end.minus(MIN_LENGTH)), start);
        return new Word(word.text(), from, max(min(word.end(), end), from.plusNanos(1)), word.probability());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static Duration at(double seconds) {
        return Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
