package dev.escriba.billing.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditFormTest {

    @ParameterizedTest
    @CsvSource({"25, 25", "0.000001, 0.000001", "'\"12.50\"', 12.5", "-3, -3", "1e2, 100", "1000000000, 1000000000"})
    void amountsAreExactNumbersOrStrings(String written, BigDecimal amount) {
        CreditForm form = CreditForm.of("{\"amount\": " + written + ", \"reason\": \"r\"}");
        assertThat(form.amount(6)).isEqualByComparingTo(amount);
        assertThat(form.reason()).isEqualTo("r");
        assertThat(form.accountId()).isEmpty();
        form.check();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0000001",
                "1000000000.000001",
                "1e99",
                "1e-99",
                "\"\"",
                "\"x\"",
                "\"1,5\"",
                "\"1e999999999\"",
                "null",
                "true",
                "[1]",
                "\"99999999999999999999999999999999999999999999999999\""
            })
    void anyOtherAmountIsRefusedByName(String written) {
        CreditForm form = CreditForm.of("{\"amount\": " + written + ", \"reason\": \"r\"}");
        form.amount(6);
        assertThatThrownBy(form::check).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                .containsOnlyKeys("amount"));
    }

    /** It would credit the account of the caller. */
    @Test
    void anAccountIdIsNotNull() {
        CreditForm form = CreditForm.of("{\"amount\": 1, \"reason\": \"r\", \"accountId\": null}");
        assertThat(form.accountId()).isEmpty();
        assertThatThrownBy(form::check).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                .containsOnlyKeys("accountId"));
    }

    @Test
    void everyFieldAtFaultIsNamed() {
        CreditForm form = CreditForm.of("{\"accountId\": \"1-1-1-1-1\", \"reason\": \"  \"}");
        form.accountId();
        form.amount(6);
        form.reason();
        assertThatThrownBy(form::check).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                .containsOnlyKeys("accountId", "amount", "reason"));
    }

    @Test
    void whatNoParserWantsIsRefusedToo() {
        for (String body : new String[] {"[".repeat(5_000), "{\"amount\": " + "1".repeat(2_000) + "}"}) {
            assertThatThrownBy(() -> {
                        CreditForm form = CreditForm.of(body);
                        form.amount(6);
                        form.check();
                    })
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(400));
        }
    }

    @Test
    void aBodyIsNotReadFurtherThanAnyValidOne() {
        InputStream endless = new SequenceInputStream(
                new ByteArrayInputStream("{\"reason\": \"".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                });
        assertThatThrownBy(() -> CreditForm.of(endless)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb", "a\\u0000b"})
    void aReasonIsOneLine(String reason) {
        CreditForm form = CreditForm.of("{\"reason\": \"" + reason + "\"}");
        form.reason();
        assertThatThrownBy(form::check).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"amount\":}", "x"})
    void whatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> CreditForm.of(body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }
}
