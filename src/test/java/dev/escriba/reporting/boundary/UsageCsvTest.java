package dev.escriba.reporting.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageCsvTest {

    @Test
    void linesAreThoseOfRfc4180() {
        Usage usage = new Usage(
                "a \"b\", c",
                2,
                Duration.ofMillis(62_500),
                3,
                4,
                new BigDecimal("0.100000000"),
                new BigDecimal("1E-9"));
        assertThat(UsageCsv.of(Grouping.CHANNEL, "USD", List.of(usage)).split("\r\n", -1))
                .containsExactly(
                        "channel,executions,audioSeconds,promptTokens,completionTokens,costCompletion,costPrompt,costTotal,currency",
                        "\"a \"\"b\"\", c\",2,62.5,3,4,0.000000001,0.1,0.100000001,USD",
                        "");
    }

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
        assertThat(UsageCsv.text(formula)).startsWith("\"'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "a=b", "José", "1", "é", " ana"})
    void allElseIsLeftAsItIs(String text) {
        assertThat(UsageCsv.text(text)).isEqualTo('"' + text + '"');
    }

    @Test
    void missingGroupIsAnEmptyCell() {
        assertThat(UsageCsv.text(null)).isEmpty();
    }
}
