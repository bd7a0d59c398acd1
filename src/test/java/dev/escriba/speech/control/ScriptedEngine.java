package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.Token;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.speech.entity.Word;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * An engine that answers scripted texts, chosen by the length of the recording. It recognises silence itself. A word
 * counts as a token, a second of audio as ten. Every token has the same log-probability.
 */
public final class ScriptedEngine implements SpeechEngine {

    public static final double LOG_PROBABILITY = -0.1;

    public static final double NO_SPEECH = 0.02;

    private record Line(String language, String text) {}

    private final String name;
    private final Set<String> languages;
    private final Queue<List<Segment>> turns = new ConcurrentLinkedQueue<>();
    private final Map<Duration, Line> lines = new ConcurrentHashMap<>();
    private volatile Line otherwise;
    private volatile Duration delay = Duration.ZERO;
    private volatile RuntimeException failure;
    private volatile Runnable meanwhile = () -> {};
    private volatile TokenLimit promised;
    private volatile boolean installed = true;
    private volatile boolean knowsWords = true;
    private volatile Readiness readiness = Readiness.up();
    private volatile Admission admission;
    private volatile CompletableFuture<Readiness> started;

    public ScriptedEngine(String name, Set<String> languages) {
        this.name = name;
        this.languages = Set.copyOf(languages);
        otherwise = new Line(new TreeSet<>(languages).first(), "scripted words");
    }

    /** Sets the text for recordings of exactly this length. */
    public ScriptedEngine says(Duration length, String language, String text) {
        lines.put(length, new Line(language, text));
        return this;
    }

    /** Sets the text for all other recordings. */
    public ScriptedEngine says(String language, String text) {
        otherwise = new Line(language, text);
        return this;
    }

    /** Sets the segments of the next recognition that has none yet. They are in one language. */
    public ScriptedEngine saysInTurn(Segment... segments) {
        turns.add(List.of(segments));
        return this;
    }

    /** Sets the delay after the recording is read. */
    public ScriptedEngine takes(Duration time) {
        delay = time;
        return this;
    }

    /** Sets the exception that every recognition throws; null for none. */
    public ScriptedEngine fails(RuntimeException with) {
        failure = with;
        return this;
    }

    /** Sets an action that runs during recognition. */
    public ScriptedEngine meanwhile(Runnable something) {
        meanwhile = something;
        return this;
    }

    /** Sets the token limit that the engine names; recognition does not check it. */
    public ScriptedEngine promises(TokenLimit limit) {
        promised = limit;
        return this;
    }

    /** Makes the engine not ready, with the reason. */
    public ScriptedEngine isDown(String reason) {
        readiness = Readiness.down(reason);
        return this;
    }

    /** Makes the engine not ready, with the reason; its start has not ended. */
    public ScriptedEngine isStarting(String reason) {
        started = new CompletableFuture<>();
        return isDown(reason);
    }

    /** Makes the engine not installed. */
    public ScriptedEngine isAbsent() {
        installed = false;
        return this;
    }

    /** Makes the engine unable to tell the times of words. */
    public ScriptedEngine knowsNoWords() {
        knowsWords = false;
        return this;
    }

    /** Sets the admission of the engine's runs, instead of the processors' queue. */
    public ScriptedEngine admittedBy(Admission own) {
        admission = own;
        return this;
    }

    @Override
    public boolean isInstalled() {
        return installed;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public CompletionStage<Readiness> started() {
        return started == null ? SpeechEngine.super.started() : started;
    }

    @Override
    public Admission admission(AdmissionQueue processorQueue) {
        return admission == null ? processorQueue : admission;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> languages() {
        return languages;
    }

    @Override
    public TokenLimit tokenLimit(Duration audio, RecognitionRequest request) {
        if (promised != null) {
            return promised;
        }
        int maxWords = lines.values().stream()
                .mapToInt(line -> words(line.text()))
                .max()
                .orElse(0);
        return new TokenLimit(
                (int) (audio.toMillis() / 100) + promptWords(request), Math.max(maxWords, words(otherwise.text())));
    }

    @Override
    public boolean knowsWords(RecognitionRequest request) {
        return knowsWords;
    }

    @Override
    public boolean knowsTokens(RecognitionRequest request) {
        return true;
    }

    @Override
    public Recognition recognize(PcmStream audio, RecognitionRequest request, SegmentListener listener)
            throws InterruptedException {
        float[] portion = new float[1_600];
        long samples = 0;
        boolean silent = true;
        for (int read = audio.read(portion, 0, portion.length);
                read >= 0;
                read = audio.read(portion, 0, portion.length)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (int i = 0; i < read; i++) {
                silent &= Math.abs(portion[i]) < 1e-4f;
            }
            samples += read;
        }
        // a slow engine, as its test says
        Thread.sleep(delay.toMillis());
        meanwhile.run();
        if (failure != null) {
            throw failure;
        }
        Duration length = Utterance.at(samples);
        int promptTokens = (int) (length.toMillis() / 100) + promptWords(request);
        List<Segment> turn = turns.poll();
        if (turn != null) {
            return spoken(turn, length, promptTokens, listener);
        }
        Line line = lines.getOrDefault(length, otherwise);
        if (silent || line.text().isEmpty() || !request.languages().contains(line.language())) {
            boolean unknown = !silent && !line.text().isEmpty();
            return new Recognition("", Optional.empty(), List.of(), length, 0, promptTokens, unknown);
        }
        Segment all = segment(line, length, request.words() && knowsWords);
        listener.segment(all);
        return new Recognition(
                line.text(), Optional.of(line.language()), List.of(all), length, words(line.text()), promptTokens);
    }

    private static Recognition spoken(List<Segment> turn, Duration length, int promptTokens, SegmentListener listener) {
        turn.forEach(listener::segment);
        String text = turn.stream().map(Segment::text).collect(Collectors.joining(" "));
        return new Recognition(
                text, turn.stream().map(Segment::language).findFirst(), turn, length, words(text), promptTokens);
    }

    /** One token and one word for each word of the text. The words share the recording equally. */
    private static Segment segment(Line line, Duration length, boolean withWords) {
        List<Token> tokens = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<String> written = List.of(line.text().strip().split("\\s+", -1));
        for (int i = 0; i < written.size(); i++) {
            tokens.add(new Token(i, " " + written.get(i), LOG_PROBABILITY));
            if (withWords) {
                words.add(new Word(
                        written.get(i),
                        length.multipliedBy(i).dividedBy(written.size()),
                        length.multipliedBy(i + 1L).dividedBy(written.size()),
                        Math.exp(LOG_PROBABILITY)));
            }
        }
        return new Segment(
                Duration.ZERO,
                length,
                line.text(),
                line.language(),
                LOG_PROBABILITY,
                NO_SPEECH,
                tokens,
                words,
                OptionalInt.empty());
    }

    private static int promptWords(RecognitionRequest request) {
        return words(request.prompt())
                + request.keywords().stream().mapToInt(ScriptedEngine::words).sum();
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }
}
