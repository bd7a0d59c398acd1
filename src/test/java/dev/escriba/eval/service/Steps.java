package dev.escriba.eval.service;

import dev.escriba.eval.engine.Engines;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** The steps of a request one by one, in milliseconds of the processor for each recording. */
final class Steps {

    private static final int STARTS = 40;
    private static final MediaProbe PROBE = MediaFixture.probe("mp3", "m4a", "wav", "webm");
    private static final MediaDecoder DECODER = MediaFixture.decoder();

    /**
     * What a step with a child process costs.
     *
     * @param here in this process
     * @param children in the child
     */
    record Cost(double here, double children) {}

    private final Engines engines;
    private final List<float[]> recordings;

    Steps(Engines engines, List<float[]> recordings) {
        this.engines = engines;
        this.recordings = recordings;
    }

    /** The engine from samples to text, with one worker, so many times; without what the JVM does beside. */
    double engine(int times) throws Exception {
        double before = speech() + threadCpu();
        for (int i = 0; i < times; i++) {
            Engines.recognize(engines.onOneCore(), recordings.get(i % recordings.size()), engines.languages());
        }
        return 1000 * (speech() + threadCpu() - before) / times;
    }

    /** The part of the engine that a request's own thread does. */
    double cutting(int times) throws Exception {
        double before = threadCpu();
        for (int i = 0; i < times; i++) {
            engines.utterances(recordings.get(i % recordings.size()));
        }
        return 1000 * (threadCpu() - before) / times;
    }

    private static double speech() throws IOException {
        return ProcessCost.of(ProcessHandle.current().pid()).threads().getOrDefault(Engines.WORKER, 0.0);
    }

    static Cost start(int rounds) throws Exception {
        Path ffmpeg = Path.of("target/classes/org/bytedeco/ffmpeg/linux-x86_64/ffmpeg")
                .toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(ffmpeg.toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LD_LIBRARY_PATH", ffmpeg.getParent().toString());
        return cost(rounds, () -> builder.start().waitFor());
    }

    static Cost probe(Path recording, int rounds) throws Exception {
        Upload upload = upload(recording);
        return cost(rounds, () -> PROBE.probe(upload));
    }

    static Cost decode(Path recording, int rounds) throws Exception {
        Upload upload = upload(recording);
        Recording recorded = PROBE.probe(upload);
        float[] portion = new float[1 << 14];
        return cost(rounds, () -> {
            try (PcmStream audio = DECODER.decode(recorded)) {
                int read = 0;
                while (read >= 0) {
                    read = audio.read(portion, 0, portion.length);
                }
                return read;
            }
        });
    }

    private static Cost cost(int rounds, Callable<?> step) throws Exception {
        for (int i = 0; i < STARTS / 4; i++) {
            step.call();
        }
        int count = STARTS * rounds;
        ProcessCost before = ProcessCost.of(ProcessHandle.current().pid());
        double thread = threadCpu();
        for (int i = 0; i < count; i++) {
            step.call();
        }
        double here = threadCpu() - thread;
        double children = ProcessCost.of(ProcessHandle.current().pid()).children() - before.children();
        return new Cost(1000 * here / count, 1000 * children / count);
    }

    /** Left open: closing it would delete the recording. */
    private static Upload upload(Path recording) throws IOException {
        return new Upload(recording, Files.size(recording), "");
    }

    private static double threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
