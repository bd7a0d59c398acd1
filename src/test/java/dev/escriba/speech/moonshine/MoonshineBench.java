package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Compares the speed of the rebuilt graphs with that of the published ones. It decodes batches of eight clips,
 * alternating between the methods, and measures the CPU time of its one thread. So the ratio of two times is valid on a
 * busy machine too.
 *
 * <p>Arguments: the model's name; a directory of WAV files (16 kHz, mono, 16 bit, plain header) of at most 20 s; the
 * number of rounds (2). The first round warms up and compares the words.
 */
final class MoonshineBench {

    private static final int HEADER = 44;
    private static final int MAX_SAMPLES = 20 * PcmStream.SAMPLE_RATE;
    private static final int BATCH = 8;

    private static final String[] METHODS = {"published, one by one", "prepared, one by one", "prepared, together"};

    private final GreedySearch search;
    private final Decoder[] decoders;
    private final long[] nanos = new long[METHODS.length];
    private final int[] different = new int[METHODS.length];
    private long samples;
    private int words;

    private MoonshineBench(GreedySearch search, Decoder published, Decoder prepared) {
        this.search = search;
        decoders = new Decoder[] {published, prepared, prepared};
    }

    public static void main(String[] arguments) throws IOException, OrtException, InterruptedException {
        Path model = MoonshineFixture.packed(arguments[0]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        String language = arguments[0].substring(arguments[0].length() - 2);
        OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());
        GreedySearch search = new GreedySearch(Tokenizer.read(model.resolve("tokens.txt")));
        try (MergedDecoder published = new MergedDecoder(environment, model);
                Decoder prepared = new GraphOptimizer(environment, model, language, MoonshineFixture.data()).load()) {
            MoonshineBench bench = new MoonshineBench(search, published, prepared);
            List<float[]> clips = clips(Path.of(arguments[1]));
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < clips.size(); i += BATCH) {
                    bench.measure(clips.subList(i, Math.min(clips.size(), i + BATCH)), round == 0);
                }
            }
            bench.report();
        }
    }

    private void measure(List<float[]> clips, boolean warmUp) throws OrtException, InterruptedException {
        List<List<String>> texts = new ArrayList<>();
        for (int method = 0; method < METHODS.length; method++) {
            long start = cpuTime();
            List<Hypothesis> hypotheses = new ArrayList<>();
            for (int i = 0; i < clips.size() && method < 2; i++) {
                hypotheses.addAll(search.search(decoders[method], clips.subList(i, i + 1)));
            }
            if (method == 2) {
                hypotheses = search.search(decoders[method], clips);
            }
            nanos[method] += warmUp ? 0 : cpuTime() - start;
            texts.add(hypotheses.stream().map(Hypothesis::text).toList());
        }
        if (!warmUp) {
            clips.forEach(clip -> samples += clip.length);
            return;
        }
        for (int i = 0; i < clips.size(); i++) {
            List<String> expected = words(texts.get(0).get(i));
            words += expected.size();
            for (int method = 0; method < METHODS.length; method++) {
                different[method] += distance(expected, words(texts.get(method).get(i)));
            }
        }
    }

    private void report() {
        double seconds = (double) samples / PcmStream.SAMPLE_RATE;
        for (int method = 0; method < METHODS.length; method++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s x%6.1f of real time a core, %.2f times the first; %.2f %% of %d words equal%n",
                    METHODS[method],
                    seconds * 1e9 / nanos[method],
                    (double) nanos[0] / nanos[method],
                    100.0 * (words - different[method]) / words,
                    words);
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<float[]> clips(Path directory) throws IOException {
        List<float[]> clips = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".wav"))
                    .sorted()
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                ShortBuffer values = ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
                float[] clip = new float[values.remaining()];
                for (int i = 0; i < clip.length; i++) {
                    clip[i] = values.get(i) / 32768f;
                }
                if (clip.length <= MAX_SAMPLES) {
                    clips.add(clip);
                }
            }
        }
        return clips;
    }

    private static List<String> words(String text) {
        String folded = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}|['’]", "");
        return Stream.of(folded.split("[^\\p{L}\\p{N}]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int distance(List<String> expected, List<String> actual) {
        int[] row = new int[actual.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= expected.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (expected.get(i - 1).equals(actual.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[actual.size()];
    }
}
