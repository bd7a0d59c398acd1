package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.eval.Clip;
import dev.escriba.eval.Figures;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.words.Join;
import dev.escriba.speech.embedded.Assembled;
import dev.escriba.speech.entity.Word;
import dev.escriba.speech.model.TimedWord;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.speech.segmentation.SegmentationRules;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.speech.segmentation.Utterance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Ranks the heads of a model by how near the starts of first words in joined clips come to the known times, and then
 * adds the head that improves them most, one after the other. The arguments are a model directory, its trailing silence
 * in samples, and a manifest.
 */
final class AlignmentHeadBench {

    private static final int MIN_PADDED = 64_000;
    private static final long SEED = 7;
    private static final int MAX_HEADS = 6;
    private static final double CLIPPED = 0.5;

    /** An utterance, its words, and the attention of all heads. */
    private record Decoded(
            Utterance utterance,
            double seconds,
            List<Tokenizer.TokenizedWord> words,
            List<Double> logProbabilities,
            List<float[][]> attention) {

        List<Word> timed(List<Integer> heads) {
            List<float[][]> some = new ArrayList<>();
            for (float[][] row : attention) {
                some.add(heads.stream().map(head -> row[head]).toArray(float[][]::new));
            }
            List<TimedWord> timed = WordTimes.of(words, logProbabilities, some, seconds);
            return Assembled.words(timed, utterance);
        }
    }

    private record Recording(Join join, List<Decoded> utterances) {}

    private AlignmentHeadBench() {}

    public static void main(String[] arguments) throws Exception {
        Path model = Path.of(arguments[0]);
        String name = model.getFileName().toString();
        String language = name.substring(name.length() - 2);
        OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());
        Tokenizer tokenizer = Tokenizer.read(model.resolve("tokens.txt"));
        List<Recording> recordings = new ArrayList<>();
        List<AlignmentHead> heads;
        try (SileroVad vad = SileroVad.packed(environment);
                Decoder decoder = new GraphOptimizer(environment, model, language, MoonshineFixture.data()).load()) {
            heads = AlignmentHead.all(decoder.architecture());
            for (Join join : Join.of(Clip.manifest(Path.of(arguments[2])), language, SEED)) {
                recordings.add(new Recording(
                        join, decoded(join, vad, decoder, tokenizer, Integer.parseInt(arguments[1]), heads)));
            }
        }
        List<Integer> order = new ArrayList<>();
        double[] scores = new double[heads.size()];
        for (int head = 0; head < scores.length; head++) {
            scores[head] = print(heads, List.of(head), recordings);
            order.add(head);
        }
        order.sort(Comparator.comparingDouble(head -> -scores[head]));
        select(heads, order.subList(0, Math.min(16, order.size())), recordings);
    }

    private static void select(List<AlignmentHead> heads, List<Integer> pool, List<Recording> recordings) {
        List<Integer> chosen = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        while (chosen.size() < MAX_HEADS) {
            Optional<List<Integer>> next = pool.stream()
                    .filter(head -> !chosen.contains(head))
                    .map(head -> {
                        List<Integer> more = new ArrayList<>(chosen);
                        more.add(head);
                        return more;
                    })
                    .max(Comparator.comparingDouble(more -> score(errors(more, recordings))));
            if (next.isEmpty() || score(errors(next.get(), recordings)) <= best) {
                break;
            }
            best = score(errors(next.get(), recordings));
            chosen.clear();
            chosen.addAll(next.get());
            System.out.print("+ ");
            print(heads, chosen, recordings);
        }
    }

    private static double print(List<AlignmentHead> heads, List<Integer> chosen, List<Recording> recordings) {
        List<Double> errors = errors(chosen, recordings);
        List<Double> sizes = errors.stream().map(Math::abs).toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %d words, %.1f %% within 0.2 s, median %.3f, signed %.3f%n",
                chosen.stream()
                        .map(head ->
                                heads.get(head).layer() + "." + heads.get(head).head())
                        .toList(),
                errors.size(),
                100.0 * sizes.stream().filter(size -> size <= 0.2).count() / sizes.size(),
                Figures.median(sizes),
                Figures.median(errors));
        return score(errors);
    }

    private static double score(List<Double> errors) {
        return -errors.stream()
                .mapToDouble(error -> Math.min(CLIPPED, Math.abs(error)))
                .average()
                .orElse(CLIPPED);
    }

    private static List<Double> errors(List<Integer> heads, List<Recording> recordings) {
        List<Double> errors = new ArrayList<>();
        for (Recording recording : recordings) {
            List<Word> words = recording.utterances().stream()
                    .flatMap(one -> one.timed(heads).stream())
                    .toList();
            recording.join().firstWords(words).forEach(first -> errors.add(first.error()));
        }
        return errors;
    }

    private static List<Decoded> decoded(
            Join join, SileroVad vad, Decoder decoder, Tokenizer tokenizer, int silence, List<AlignmentHead> heads)
            throws InterruptedException, OrtException {
        List<Decoded> all = new ArrayList<>();
        try (Segmenter segmenter = new Segmenter(Recordings.stream(join.samples()), vad, SegmentationRules.MEASURED)) {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                float[] samples = next.get().samples();
                int length = samples.length + (samples.length < MIN_PADDED ? 0 : silence);
                all.add(decoded(next.get(), Arrays.copyOf(samples, length), decoder, tokenizer, heads));
            }
        }
        return all;
    }

    private static Decoded decoded(
            Utterance utterance, float[] samples, Decoder decoder, Tokenizer tokenizer, List<AlignmentHead> heads)
            throws OrtException {
        List<float[][]> attention = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        try (DecodingSession session = decoder.open(1, heads)) {
            session.encode(0, samples);
            int token = Tokenizer.START;
            while (token != Tokenizer.END && attention.size() < GreedyHypothesis.maxTokens(samples.length)) {
                session.step(token);
                attention.add(session.attention(0));
                token = session.best(0);
                tokens.add(token);
            }
        }
        tokens.removeAll(List.of(Tokenizer.END));
        return new Decoded(
                utterance,
                samples.length / 16_000.0,
                tokenizer.words(tokens),
                Collections.nCopies(tokens.size(), 0.0),
                attention);
    }
}
