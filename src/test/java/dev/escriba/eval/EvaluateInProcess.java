package dev.escriba.eval;

import dev.escriba.speech.embedded.LoadedSpeech;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Prints the evaluation of the embedded engine over a manifest, which is the only argument. */
final class EvaluateInProcess {

    private EvaluateInProcess() {}

    public static void main(String[] arguments) throws Exception {
        List<Clip> clips = Clip.manifest(Path.of(arguments[0]));
        try (LoadedSpeech speech = LoadedSpeech.start(Path.of("target/evaluation"))) {
            InProcess transcriber = new InProcess(speech.recognition(), Set.of("en", "es"));
            // warm-up
            Evaluation.of(clips.subList(0, Math.min(5, clips.size())), transcriber);
            Evaluation.of(clips, transcriber).print(System.out);
        }
        System.exit(0);
    }
}
