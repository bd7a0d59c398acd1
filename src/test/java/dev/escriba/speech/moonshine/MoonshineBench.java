package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.entity.Hypothesis;
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
 * Measures the rebuilt graphs against the published ones, clip by clip in turns, in CPU time of the one thread that does the work: a ratio of two such
 * times holds on a busy machine too. Arguments: the model's name, a directory of WAV files (16 kHz, mono, 16 bits, plain header) of at most 20 s, and how
 * many rounds to go (2); the first one warms up, and compares the words.
 */
final class MoonshineBench {

    private static final int HEADER = 44;
    private static final int LONGEST = 20 * PcmStream.SAMPLE_RATE;

    private final GreedySearch search;
    private final Decoder[] decoders;
    private final long[] encoding = new long[2];
    private final long[] decoding = new long[2];
    private long samples;
    private int words;
    private int different;

    private MoonshineBench(GreedySearch search, Decoder... decoders) {
        this.search = search;
        this.decoders = decoders;
    }

    public static void main(String[] arguments) throws IOException, OrtException, InterruptedException {
        Path model = MoonshineFixture.packed(arguments[0]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        String language = arguments[0].substring(arguments[0].length() - 2);
        OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());
        GreedySearch search = new GreedySearch(Tokenizer.read(model.resolve("tokens.txt")));
        try (MergedDecoder published = new MergedDecoder(environment, model);
                Decoder prepared = new Preparation(environment, model, language, MoonshineFixture.data()).load()) {
            MoonshineBench bench = new MoonshineBench(search, published, prepared);
            for (int round = 0; round < rounds; round++) {
                for (float[] clip : clips(Path.of(arguments[1]))) {
                    bench.measure(clip, round == 0);
                }
            }
            bench.report();
        }
    }

    private void measure(float[] clip, boolean warmUp) throws OrtException, InterruptedException {
        String[] texts = new String[2];
        for (int i = 0; i < 2; i++) {
            long start = cpuTime();
            try (Decoding run = decoders[i].start(clip)) {
                long encoded = cpuTime();
                Hypothesis heard = search.search(run, clip.length);
                texts[i] = heard.text();
                if (!warmUp) {
                    encoding[i] += encoded - start;
                    decoding[i] += cpuTime() - encoded;
                }
            }
        }
        if (warmUp) {
            List<String> expected = words(texts[0]);
            words += expected.size();
            different += distance(expected, words(texts[1]));
        } else {
            samples += clip.length;
        }
    }

    private void report() {
        double seconds = (double) samples / PcmStream.SAMPLE_RATE;
        for (int i = 0; i < 2; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-16s x%.1f of real time a core (encoder %.1f, decoder %.1f ms for a second)%n",
                    decoders[i].getClass().getSimpleName(),
                    seconds * 1e9 / (encoding[i] + decoding[i]),
                    encoding[i] / 1e6 / seconds,
                    decoding[i] / 1e6 / seconds);
        }
        System.out.printf(
                Locale.ROOT,
                "ratio %.2f (encoder %.2f, decoder %.2f); %.2f %% of %d words equal%n",
                (double) (encoding[0] + decoding[0]) / (encoding[1] + decoding[1]),
                (double) encoding[0] / encoding[1],
                (double) decoding[0] / decoding[1],
                100.0 * (words - different) / words,
                words);
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
                if (clip.length <= LONGEST) {
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
