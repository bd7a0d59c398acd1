package dev.escriba.eval.engine;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.WordErrors;
import dev.escriba.speech.moonshine.PublishedModel;

/** Compares the text of the rebuilt graphs with that of the published ones, over the same utterances. */
public final class TextEquality implements Section {

    /** An inaudible change of the volume. */
    private static final float A_LITTLE_SOFTER = 0.9995f;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        report.heading("Text of the rebuilt graphs and of the published ones");
        report.text(
                "Words that are the same over the same utterances, heard once each. The graphs quantize activations as they go, so that "
                        + "the last digit of a sample can turn a word over that the model is not sure of: the last column is the published graphs"
                        + " against themselves, the volume changed by 0.05 %, and the most that can be expected.");
        Table table = new Table("", "words", "equal", "published graphs to themselves");
        try (Engines engines = new Engines()) {
            for (String language : settings.languages()) {
                WordErrors rebuilt = WordErrors.NONE;
                WordErrors itself = WordErrors.NONE;
                try (PublishedModel published = engines.published(language)) {
                    for (Clip clip : settings.clips(language)) {
                        for (float[] utterance : engines.utterances(Recordings.decoded(clip.file()))) {
                            String text = published.transcribe(utterance).text();
                            rebuilt = rebuilt.plus(WordErrors.between(
                                    text,
                                    engines.model(language)
                                            .transcribe(utterance)
                                            .text()));
                            itself = itself.plus(WordErrors.between(
                                    text,
                                    published.transcribe(softer(utterance)).text()));
                        }
                    }
                }
                table.row(language, rebuilt.words(), percent(rebuilt), percent(itself));
                report.finding("Words equal to the published graphs', " + language + ": " + percent(rebuilt)
                        + "; of the published graphs to themselves: " + percent(itself) + ".");
            }
        }
        report.table(table);
    }

    private static float[] softer(float[] samples) {
        float[] softer = samples.clone();
        for (int i = 0; i < softer.length; i++) {
            softer[i] *= A_LITTLE_SOFTER;
        }
        return softer;
    }

    private static String percent(WordErrors errors) {
        return Table.number(100 - errors.percent()) + " %";
    }
}
