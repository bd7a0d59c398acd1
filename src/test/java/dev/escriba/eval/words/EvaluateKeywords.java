package dev.escriba.eval.words;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Table;
import dev.escriba.eval.WordErrors;
import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.moonshine.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts how many common words that the engine misses are written when they are keywords, and how keywords that have
 * nothing to do with a recording harm it. The arguments are manifests.
 */
final class EvaluateKeywords {

    private static final int COMMON_ID = 5_000;
    private static final int OTHERS = 20;

    private EvaluateKeywords() {}

    public static void main(String[] manifests) throws Exception {
        List<Clip> clips = new ArrayList<>();
        for (String manifest : manifests) {
            clips.addAll(Clip.manifest(Path.of(manifest)));
        }
        Table table = new Table(
                "language",
                "clips with a missed common word",
                "missed",
                "written",
                "errors",
                "with",
                "errors with others'");
        try (LoadedSpeech speech = LoadedSpeech.start(Path.of("target/evaluation"))) {
            for (String language : List.of("en", "es")) {
                row(
                        table,
                        speech,
                        language,
                        clips.stream()
                                .filter(clip -> clip.language().equals(language)
                                        && !clip.reference().isBlank())
                                .toList());
            }
        }
        System.out.println(table);
        System.exit(0);
    }

    private static void row(Table table, LoadedSpeech speech, String language, List<Clip> clips) throws Exception {
        Tokenizer tokenizer = Tokenizer.read(Path.of("target/classes/models/moonshine-base-" + language, "tokens.txt"));
        List<String> seen = new ArrayList<>();
        int with = 0;
        int missed = 0;
        int written = 0;
        WordErrors[] errors = {WordErrors.NONE, WordErrors.NONE, WordErrors.NONE};
        for (Clip clip : clips) {
            String plain = text(speech, clip, List.of());
            Set<String> had = new HashSet<>(WordErrors.words(plain));
            List<String> common = WordErrors.words(clip.reference()).stream()
                    .filter(word -> isCommon(tokenizer.encode(word)) && word.length() > 2)
                    .distinct()
                    .toList();
            List<String> keywords =
                    common.stream().filter(word -> !had.contains(word)).toList();
            errors[0] = errors[0].plus(WordErrors.between(clip.reference(), plain));
            String others = text(speech, clip, seen.subList(Math.max(0, seen.size() - OTHERS), seen.size()));
            errors[2] = errors[2].plus(WordErrors.between(clip.reference(), others));
            seen.addAll(common);
            String biased = keywords.isEmpty() ? plain : text(speech, clip, keywords);
            errors[1] = errors[1].plus(WordErrors.between(clip.reference(), biased));
            if (!keywords.isEmpty()) {
                Set<String> has = new HashSet<>(WordErrors.words(biased));
                List<String> found = keywords.stream().filter(has::contains).toList();
                with++;
                missed += keywords.size();
                written += found.size();
                System.out.println(clip.id() + " " + keywords + " " + found + "\n  " + plain + "\n  " + biased);
            }
        }
        table.row(language, with, missed, written, errors[0].errors(), errors[1].errors(), errors[2].errors());
    }

    private static boolean isCommon(List<Integer> tokens) {
        return tokens.size() == 1 && tokens.get(0) < COMMON_ID;
    }

    private static String text(LoadedSpeech speech, Clip clip, List<String> keywords) throws Exception {
        return speech.engine()
                .recognize(
                        Recordings.stream(Recordings.decoded(clip.file())),
                        new RecognitionRequest(
                                Optional.empty(), Set.of(clip.language()), "", keywords, false, "", Duration.ZERO))
                .text();
    }
}
