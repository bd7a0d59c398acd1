package dev.escriba.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void findsPercentilesBetweenMeasurements() {
        assertThat(Figures.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Figures.percentile(List.of(0.0, 100.0), 95)).isEqualTo(95);
        assertThat(Figures.percentile(List.of(), 50)).isNaN();
    }

    @Test
    void fillsWithWhatThereIsOverAndOver() {
        assertThat(Figures.filled(new float[] {1, 2}, 5)).containsExactly(1, 2, 1, 2, 1);
        assertThat(Figures.filled(new float[] {1, 2}, 1)).containsExactly(1);
    }

    @Test
    void joinsWithSilenceBetween() {
        assertThat(Figures.joined(List.of(new float[] {1}, new float[] {2}), 2)).containsExactly(1, 0, 0, 2, 0, 0);
    }

    @Test
    void writesNumbersWithThreeDigits() {
        assertThat(new Table("a", "b").row(1234.5, 0.01234).toString()).endsWith("| 1235 | 0.012 |");
        assertThat(Table.number(12.345)).isEqualTo("12.3");
    }

    @Test
    void groupsClipsByCollectionWhateverTheirNumbers() {
        assertThat(clip("en-lj002-0020").group()).isEqualTo("en-lj");
        assertThat(clip("es-asterisk-demo").group()).isEqualTo("es-asterisk");
        assertThat(clip("en-jfk").group()).isEqualTo("en-jfk");
    }

    private static Clip clip(String id) {
        return new Clip(id, Path.of("none"), "en", 1, "");
    }
}
