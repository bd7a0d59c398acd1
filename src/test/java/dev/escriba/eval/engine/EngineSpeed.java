package dev.escriba.eval.engine;

import static dev.escriba.eval.engine.NodeEngine.Kind.ONNX_RUNTIME;
import static dev.escriba.eval.engine.NodeEngine.Kind.SHERPA;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Figures;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.speech.moonshine.PublishedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares the speed of the engine with others that run the same models, without a server. */
public final class EngineSpeed implements Section {

    /** The longest input of the published models. Contenders that do not cut get no longer clip. */
    private static final double LONGEST = 30;

    private static final String SHERPA_WHOLE = "sherpa-onnx, whole clips, a thread for each core";
    private static final String SHERPA_CUT = "sherpa-onnx, our utterances, a process of one thread for each core";
    private static final String ORT_WHOLE = "onnxruntime-node, whole clips, a thread for each core";
    private static final String PUBLISHED = "published graphs in Java, whole clips, one thread";
    private static final String OURS_ONE = "Escriba, one worker, language given";
    private static final String OURS = "Escriba, a worker for each core, language given";
    private static final String OURS_DETECTING = "Escriba, a worker for each core, language detected";

    @Override
    public void write(Report report, Settings settings) throws Exception {
        report.heading("Speed of the engine alone");
        report.text(
                "Clips of at most " + (int) LONGEST + " s, samples in memory, models loaded; medians of "
                        + settings.rounds()
                        + " rounds in turns after one to warm up. The others are told the language, and get no detection of speech: where"
                        + " they are given our utterances, cutting is not counted. Ours is everything from samples to text: level, detection of"
                        + " speech, cutting, recognition, second thoughts, and in the last line the language; so many recordings at a time as the"
                        + " service takes, twice the workers, or one where there is one worker. All run on the packed files, sherpa-onnx-node and"
                        + " onnxruntime-node as published in the npm registry. Vosk is left out: no package with an English model for it"
                        + " was to be had. Aimed at: 4 times sherpa-onnx on whole clips, twice sherpa-onnx with the same utterances and workers. On a busy machine threads that wait for each other spin:"
                        + " it is slower by the clock and in CPU time for those with a thread for each core, so that the ratios to them are too high.");
        try (Engines engines = new Engines()) {
            for (String language : settings.languages()) {
                language(language, clips(settings, language), engines, report, settings.rounds());
            }
        }
    }

    private static List<float[]> clips(Settings settings, String language) throws Exception {
        List<float[]> clips = new ArrayList<>();
        for (Clip clip : settings.clips(language)) {
            if (clip.seconds() <= LONGEST) {
                clips.add(Recordings.decoded(clip.file()));
            }
        }
        return clips;
    }

    private static void language(String language, List<float[]> clips, Engines engines, Report report, int rounds)
            throws Exception {
        List<float[]> utterances = new ArrayList<>();
        for (float[] clip : clips) {
            utterances.addAll(engines.utterances(clip));
        }
        ContenderRace race = new ContenderRace(Figures.seconds(clips));
        Path model = Engines.directory(language).orElseThrow();
        List<NodeEngine> processes = new ArrayList<>();
        try (PublishedModel published = engines.published(language)) {
            race.enter(SHERPA_WHOLE, Contenders.node(started(processes, SHERPA, model, 1, Engines.cores()), clips));
            race.enter(SHERPA_CUT, Contenders.node(started(processes, SHERPA, model, Engines.cores(), 1), utterances));
            race.enter(ORT_WHOLE, Contenders.node(started(processes, ONNX_RUNTIME, model, 1, Engines.cores()), clips));
            race.enter(PUBLISHED, Contenders.model(published, clips));
            race.enter(OURS_ONE, Contenders.engine(engines.onOneCore(), 1, Set.of(language), clips));
            int callers = 2 * Engines.cores();
            race.enter(OURS, Contenders.engine(engines.onAllCores(), callers, Set.of(language), clips));
            race.enter(OURS_DETECTING, Contenders.engine(engines.onAllCores(), callers, engines.languages(), clips));
            race.run(rounds);
        } finally {
            processes.forEach(NodeEngine::close);
        }
        report.text(String.format(
                "**%s**: %d clips, %s s; %d utterances, %s s.",
                language,
                clips.size(),
                Table.number(Figures.seconds(clips)),
                utterances.size(),
                Table.number(Figures.seconds(utterances))));
        report.table(race.table());
        ratios(language, race, report);
    }

    private static List<NodeEngine> started(
            List<NodeEngine> all, NodeEngine.Kind kind, Path model, int count, int threads) throws Exception {
        List<NodeEngine> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NodeEngine process = NodeEngine.start(kind, model, threads);
            all.add(process);
            started.add(process);
        }
        return started;
    }

    private static void ratios(String language, ContenderRace race, Report report) {
        Table table = new Table("Escriba on all cores against", "language given", "language detected", "in CPU time");
        for (String other : List.of(SHERPA_WHOLE, SHERPA_CUT, ORT_WHOLE)) {
            table.row(
                    other,
                    race.ratio(OURS, other),
                    race.ratio(OURS_DETECTING, other),
                    race.perCpuSecond(OURS) / race.perCpuSecond(other));
        }
        report.table(table);
        report.finding(String.format(
                "Engine alone, %s: %s times sherpa-onnx on whole clips (%s in CPU time), %s times sherpa-onnx with the same"
                        + " utterances and workers (%s in CPU time); %s seconds of audio a second.",
                language,
                Table.number(race.ratio(OURS, SHERPA_WHOLE)),
                Table.number(race.perCpuSecond(OURS) / race.perCpuSecond(SHERPA_WHOLE)),
                Table.number(race.ratio(OURS, SHERPA_CUT)),
                Table.number(race.perCpuSecond(OURS) / race.perCpuSecond(SHERPA_CUT)),
                Table.number(race.speed(OURS))));
    }
}
