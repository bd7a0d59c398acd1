package dev.escriba.eval;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.RecognitionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measures how long a clip of 10 s takes beside recordings of an hour, as a multiple of its time alone, in the same
 * process and in turns. Arguments: a manifest (only its English recordings are used), the number of clips for each case
 * (15), and the number of long recordings (1, and then 8).
 */
final class SchedulingBench {

    private static final int RATE = PcmStream.SAMPLE_RATE;
    private static final Duration MAX_WAIT_TIME = Duration.ofMinutes(4);
    private static final Set<String> LANGUAGES = Set.of("en", "es");

    private final LoadedSpeech speech;
    private final float[] all;
    private final float[] clip;
    private final int clips;
    private final Random random = new Random(7);

    private SchedulingBench(LoadedSpeech speech, float[] all, int clips) {
        this.speech = speech;
        this.all = all;
        this.clip = Arrays.copyOf(all, 10 * RATE);
        this.clips = clips;
    }

    public static void main(String[] arguments) throws Exception {
        List<float[]> english = new ArrayList<>();
        for (Clip clip : Clip.manifest(Path.of(arguments[0]))) {
            if (clip.language().equals("en") && clip.seconds() > 4) {
                english.add(Recordings.decode(clip.file()));
            }
        }
        int clips = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        try (LoadedSpeech speech = LoadedSpeech.start(Files.createTempDirectory("scheduling"))) {
            SchedulingBench bench =
                    new SchedulingBench(speech, Samples.sequence(english.toArray(float[][]::new)), clips);
            bench.latencies("me", clips);
            for (int hours : arguments.length > 2 ? new int[] {Integer.parseInt(arguments[2])} : new int[] {1, 8}) {
                bench.beside(hours, "another");
                bench.beside(hours, "me");
            }
        }
    }

    private void beside(int hours, String caller) throws Exception {
        double[] alone = latencies("me", clips);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < hours; i++) {
            Thread thread = new Thread(() -> anHour(caller));
            running.add(thread);
            thread.start();
        }
        // the long recordings run alone for a while, so that the measurement meets a steady load
        Thread.sleep(3_000);
        double[] beside;
        try {
            beside = latencies("me", clips);
        } finally {
            running.forEach(Thread::interrupt);
            for (Thread thread : running) {
                thread.join();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d h of %s: median %.2f s (%.1f times alone), worst %.2f s (%.1f times the worst alone), of %d; alone %.2f s%n",
                hours,
                caller,
                median(beside),
                median(beside) / median(alone),
                worst(beside),
                worst(beside) / worst(alone),
                beside.length,
                median(alone));
    }

    private void anHour(String caller) {
        try {
            speech.recognition()
                    .recognize(
                            "embedded",
                            new RecognitionRequest(Optional.empty(), LANGUAGES, "", caller, Duration.ofHours(1)),
                            () -> MemoryPcm.repeated(all, 3_600L * RATE));
        } catch (InterruptedException | CancellationException measured) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sorted times; fewer than requested if one took too long. */
    private double[] latencies(String caller, int count) throws Exception {
        double[] seconds = new double[count];
        for (int i = 0; i < count; i++) {
            // the pace of a client
            Thread.sleep(20 + random.nextInt(300));
            long start = System.nanoTime();
            boolean answered = isAnswered(caller);
            seconds[i] = (System.nanoTime() - start) / 1e9;
            if (!answered) {
                return Arrays.copyOf(seconds, i + 1);
            }
        }
        Arrays.sort(seconds);
        return seconds;
    }

    private boolean isAnswered(String caller) throws Exception {
        FutureTask<Boolean> run = new FutureTask<>(() -> {
            speech.recognition()
                    .recognize(
                            "embedded",
                            new RecognitionRequest(Optional.empty(), LANGUAGES, "", caller, Duration.ofSeconds(10)),
                            () -> new MemoryPcm(clip));
            return true;
        });
        new Thread(run).start();
        try {
            return run.get(MAX_WAIT_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException tooLong) {
            run.cancel(true);
            return false;
        }
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static double worst(double[] sorted) {
        return sorted[sorted.length - 1];
    }
}
