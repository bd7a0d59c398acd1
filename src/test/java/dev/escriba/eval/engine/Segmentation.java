package dev.escriba.eval.engine;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Figures;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.WordErrors;
import dev.escriba.speech.embedded.Assembled;
import dev.escriba.speech.segmentation.Cutting;
import dev.escriba.speech.segmentation.SegmentationRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Word error rates by the way of cutting a recording and by the longest utterance. */
public final class Segmentation implements Section {

    private static final List<Double> LONGEST = List.of(10.0, 15.0, 20.0, 26.0, 28.0);

    /** The silence between the clips of a joined recording: 0.6 s. */
    private static final int BETWEEN = 9_600;

    @Override
    public void write(Report report, Settings settings) throws Exception {
        report.heading("Where to cut");
        report.text(
                "Word error rates in percent by what finds the places (Silero, as shipped; sound louder than its surroundings; nothing, so that"
                        + " only the longest utterance cuts, at its softest place) and by the longest utterance. Two figures each: over the clips, and"
                        + " over one long recording made of all of them, 0.6 s between. All else as shipped, the language given.");
        try (Engines engines = new Engines()) {
            for (String language : settings.languages()) {
                report.text("**" + language + "**");
                report.table(table(language, settings.clips(language), engines));
            }
        }
    }

    private static Table table(String language, List<Clip> all, Engines engines) throws Exception {
        // the long recording has no clip without a reference: its words would count as insertions
        List<Clip> clips =
                all.stream().filter(clip -> !clip.reference().isBlank()).toList();
        List<float[]> recordings = new ArrayList<>();
        for (Clip clip : clips) {
            recordings.add(Recordings.decoded(clip.file()));
        }
        List<String> words = clips.stream().map(Clip::reference).toList();
        float[] joined = Figures.joined(recordings, BETWEEN);
        String joinedWords = String.join(" ", words);

        try (RememberingModel model = new RememberingModel(engines.model(language))) {
            List<Callable<String>> cells = new ArrayList<>();
            for (double longest : LONGEST) {
                SegmentationRules rules = rules(longest);
                for (Cutting cutting : Cutting.values()) {
                    cells.add(() -> {
                        WordErrors apart = WordErrors.NONE;
                        for (int i = 0; i < recordings.size(); i++) {
                            String text = text(recordings.get(i), cutting, rules, engines, model);
                            apart = apart.plus(WordErrors.between(words.get(i), text));
                        }
                        String whole = text(joined, cutting, rules, engines, model);
                        return Table.number(apart.percent()) + " / "
                                + Table.number(
                                        WordErrors.between(joinedWords, whole).percent());
                    });
                }
            }
            List<String> texts = Contenders.together(cells, Engines.cores());
            Table table = new Table("longest utterance", "Silero", "loudness", "softest place alone");
            for (int i = 0; i < LONGEST.size(); i++) {
                table.row(
                        LONGEST.get(i).intValue() + " s", texts.get(3 * i), texts.get(3 * i + 1), texts.get(3 * i + 2));
            }
            return table;
        }
    }

    private static String text(
            float[] samples, Cutting cutting, SegmentationRules rules, Engines engines, RememberingModel model)
            throws InterruptedException {
        return Assembled.text(cutting.cut(Recordings.stream(samples), engines.vad(), rules), model);
    }

    /** The shipped settings with another longest utterance, and a shortest one in proportion. */
    private static SegmentationRules rules(double longest) {
        SegmentationRules shipped = SegmentationRules.MEASURED;
        return new SegmentationRules(
                longest,
                longest * shipped.minLength() / shipped.maxLength(),
                shipped.pause(),
                shipped.padding(),
                shipped.onset(),
                shipped.offset(),
                shipped.minSpeech());
    }
}
