package dev.escriba.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.eval.engine.Accuracy;
import dev.escriba.eval.engine.EngineSpeed;
import dev.escriba.eval.engine.Engines;
import dev.escriba.eval.engine.Segmentation;
import dev.escriba.eval.engine.TextEquality;
import dev.escriba.eval.service.BesideAnHour;
import dev.escriba.eval.service.CostOfARequest;
import dev.escriba.eval.service.Lengths;
import dev.escriba.eval.service.Memory;
import dev.escriba.eval.service.Soak;
import dev.escriba.eval.service.TenSecondRequests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Measures the engine and the uber-jar and writes a report: {@code mvn verify -Pbench}.
 *
 * <p>With {@code -Describa.corpus=manifest.tsv} over the recordings that the manifest names, into {@code
 * docs/benchmark.md}; without, over the project's own two sentences, into {@code target/benchmark.md}. More properties:
 * {@code escriba.bench.quick} for a single round of everything, {@code escriba.bench.rounds} for another number than 5,
 * {@code escriba.bench.only} for some sections by the names of their classes, {@code escriba.soak.minutes} for a soak
 * at the end. All of it takes some half an hour on two cores, which should have no other work.
 */
class EscribaBench {

    private static final List<Section> SECTIONS = List.of(
            new EngineSpeed(),
            new Accuracy(),
            new TextEquality(),
            new Segmentation(),
            new PromptRecall(),
            new TenSecondRequests(),
            new CostOfARequest(),
            new BesideAnHour(),
            new Lengths(),
            new Memory(),
            new Soak());

    @Test
    void writesTheReport() throws Exception {
        Settings settings = Settings.read();
        Report report = new Report(settings.report());
        report.introduce(
                "Written by `mvn verify -Pbench`; see `EscribaBench` for how to run it. Times are those of the machine below, with "
                        + "nothing else to do as far as that could be had; ratios were taken in turns and hold better than times do.");
        report.introduce(Machine.table(Engines.environment()));
        List<String> failures = new ArrayList<>();
        for (Section section : SECTIONS) {
            String name = section.getClass().getSimpleName();
            if (settings.only().isEmpty() || settings.only().contains(name)) {
                Elsewhere elsewhere = Elsewhere.sinceNow();
                try {
                    section.write(report, settings);
                } catch (Exception | AssertionError e) {
                    // the other sections are measured all the same
                    e.printStackTrace();
                    failures.add(name + ": " + e);
                    report.text("This part failed: " + e);
                }
                report.text("(" + elsewhere + ")");
                report.save();
            }
        }
        assertThat(failures).isEmpty();
    }
}
