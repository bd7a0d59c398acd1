package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCellsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                " =HYPERLINK(\"x\")",
                "\u00A0=1",
                "\u200B=1",
                "\uFF1D1+1",
                "|cmd",
                "%0A"
            })
    void whatASpreadsheetWouldComputeIsText(String formula) {
        assertThat(CsvCells.text(formula)).startsWith("\"'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "a=b", "José", "1", "é", " ana"})
    void allElseIsLeftAsItIs(String text) {
        assertThat(CsvCells.text(text)).isEqualTo('"' + text + '"');
    }

    @Test
    void aMissingTextIsAnEmptyCell() {
        assertThat(CsvCells.text(null)).isEmpty();
    }
}
