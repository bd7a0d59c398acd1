package dev.escriba.transcription.entity;

import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller asks for beyond a plain transcript.
 *
 * @param languages ISO 639-1 codes that the recording may be in; empty for all that the model knows
 * @param keywords literal terms that the recording probably contains
 * @param words whether the segments have their words with times
 * @param separateChannels whether each channel is recognised by itself
 * @param tokens whether the answer has the tokens; they are not stored
 */
public record TranscriptionOptions(
        Set<String> languages, List<String> keywords, boolean words, boolean separateChannels, boolean tokens) {

    /** A plain transcript. */
    public static final TranscriptionOptions NONE = new TranscriptionOptions(Set.of(), List.of(), false, false);

    public TranscriptionOptions {
        languages = Set.copyOf(languages);
        keywords = List.copyOf(keywords);
    }

    /** Without tokens. */
    public TranscriptionOptions(Set<String> languages, List<String> keywords, boolean words, boolean separateChannels) {
        this(languages, keywords, words, separateChannels, false);
    }

    /**
     * The languages that a model may recognise for this request.
     *
     * @param field that names the languages, for errors
     * @throws Problem 400 if the request names a language that the model does not know
     */
    public Set<String> languagesOf(AiModel model, String field) {
        List<String> known = model.languages();
        for (String language : languages) {
            if (!known.contains(language)) {
                throw Problem.invalid(field, "language.unknown", language, String.join(", ", new TreeSet<>(known)));
            }
        }
        return languages.isEmpty() ? Set.copyOf(known) : languages;
    }
}
