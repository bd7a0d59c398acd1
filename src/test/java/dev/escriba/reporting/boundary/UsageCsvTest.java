package dev.escriba.reporting.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageCsvTest {

    @Test
    void linesAreThoseOfRfc4180() {
        Usage usage = new Usage(
                "a \"b\", c",
                "=1+1",
                2,
                Duration.ofMillis(62_500),
                3,
                4,
                new BigDecimal("0.100000000"),
                new BigDecimal("1E-9"));
        assertThat(UsageCsv.of(Grouping.CHANNEL, "USD", List.of(usage)).split("\r\n", -1))
                .containsExactly(
                        "channel,executions,audioSeconds,promptTokens,completionTokens,costCompletion,costPrompt,costTotal,currency,name",
                        "\"a \"\"b\"\", c\",2,62.5,3,4,0.000000001,0.1,0.100000001,USD,\"'=1+1\"",
                        "");
    }
}
