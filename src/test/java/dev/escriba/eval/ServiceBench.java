package dev.escriba.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.Service;
import dev.escriba.it.UberJar;
import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Accuracy and speed of the uber-jar over HTTP, printed; not part of the tests: {@code mvn verify -Pbench -Describa.corpus=manifest.tsv}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceBench {

    private static final String KEY = "a-key-for-measurements-alone";
    private static final double HOUR = 3600;

    private static UberJar jar;
    private static List<Clip> clips;

    @BeforeAll
    static void start() throws Exception {
        String corpus = System.getProperty("escriba.corpus", "");
        clips = corpus.isBlank()
                ? List.of(
                        new Clip(
                                "own-en",
                                MediaFixture.ENGLISH,
                                "en",
                                3.125,
                                "The quick brown fox jumps over the lazy dog."),
                        new Clip(
                                "own-es",
                                MediaFixture.SPANISH,
                                "es",
                                2.96,
                                "Buenos días. La reunión empieza a las nueve."))
                : Clip.manifest(Path.of(corpus));
        Path home = Files.createDirectories(Path.of("target/bench").toAbsolutePath());
        jar = UberJar.start(home, "bench.log", "-Xmx1g", "-Describa.security.bootstrap-key=" + KEY);
        Evaluation.of(clips.subList(0, Math.min(4, clips.size())), new OverHttp(jar.service(KEY)));
    }

    @AfterAll
    static void stop() throws Exception {
        System.out.printf("%npeak resident memory %d MB, children left %d%n", jar.peakMemory() >> 20, jar.children());
        jar.close();
    }

    @Test
    @Order(1)
    void corpus() throws Exception {
        Evaluation.of(clips, new OverHttp(jar.service(KEY))).print(System.out);
    }

    @Test
    @Order(2)
    void sixteenClientsAgainstOne() throws Exception {
        List<Clip> some =
                clips.stream().filter(clip -> clip.seconds() < 15).limit(32).toList();
        // in turn, so that a change of the machine's speed meets both
        for (int round = 0; round < 3; round++) {
            double alone = seconds(some, 1);
            double together = seconds(some, 16);
            System.out.printf(Locale.ROOT, "16 clients against 1: %.2f times the throughput%n", alone / together);
        }
    }

    @Test
    @Order(3)
    void anHour() throws Exception {
        Path mp3 = hour();
        System.out.printf(
                "an hour: %d bytes of mp3, peak resident memory before %d MB%n",
                Files.size(mp3), jar.peakMemory() >> 20);
        long start = System.nanoTime();
        Transcriber.Transcript transcript = new OverHttp(jar.service(KEY)).transcribe(mp3);
        double elapsed = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "an hour: %s in %.1f s, %.1f times real time, language %s, %d words, longest loop %d, peak resident memory after %d MB%n",
                transcript.duration(),
                elapsed,
                transcript.duration().toSeconds() / elapsed,
                transcript.language(),
                transcript.text().split("\\s+", -1).length,
                longestLoop(transcript.text()),
                jar.peakMemory() >> 20);
        assertThat(longestLoop(transcript.text())).isLessThan(5);
    }

    private static double seconds(List<Clip> some, int clients) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (Clip clip : some) {
                answers.add(pool.submit(() -> jar.service(KEY).transcribe(Service.Part.file("File", clip.file()))));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            pool.shutdownNow();
        }
    }

    /** All clips, one after the other, again and again until they last an hour. */
    private static Path hour() throws IOException {
        StringBuilder lines = new StringBuilder();
        double seconds = 0;
        while (seconds < HOUR) {
            for (Clip clip : clips) {
                Path wav = MediaFixture.make(
                        "bench-" + clip.id() + ".wav", "-i", clip.file().toString(), "-ac", "1", "-ar", "16000");
                lines.append("file '").append(wav).append("'\n");
                seconds += clip.seconds();
            }
        }
        Path list = Files.writeString(Path.of("target/bench/hour.txt").toAbsolutePath(), lines);
        String[] concatenate = {"-f", "concat", "-safe", "0", "-i", list.toString()};
        String name = "hour-" + Integer.toHexString(lines.toString().hashCode()) + ".mp3";
        return MediaFixture.make(
                name,
                Stream.concat(Stream.of(concatenate), Stream.of("-t", "3600", "-b:a", "48k"))
                        .toArray(String[]::new));
    }

    /** How often in a row a sequence of one to eight words comes, at most. */
    private static int longestLoop(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("\\s+", -1);
        int longest = 1;
        for (int size = 1; size <= 8; size++) {
            int run = 0;
            for (int i = size; i < words.length; i++) {
                run = words[i].equals(words[i - size]) ? run + 1 : 0;
                longest = Math.max(longest, 1 + run / size);
            }
        }
        return longest;
    }
}
