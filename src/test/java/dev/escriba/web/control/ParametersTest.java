package dev.escriba.web.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private final Parameters parameters = new Parameters();

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T12:30:00Z, 2026-03-01T12:30:00Z",
        "2026-03-01T12:30:00+02:00, 2026-03-01T10:30:00Z"
    })
    void datesAndInstantsAreTaken(String written, Instant instant) {
        assertThat(parameters.instant("from", written)).contains(instant);
        parameters.check();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "2026-02-30",
                "2026-3-1",
                "2026-03-01T12:30:00",
                "1772323200",
                "-999999999-01-01T00:00:00Z",
                "0000-01-01"
            })
    void anyOtherTimeIsRefusedByName(String written) {
        assertThat(parameters.instant("from", written)).isEmpty();
        refused("from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "1.5", "x", "99999999999"})
    void aLimitIsWithinItsRange(String written) {
        assertThat(parameters.limit("limit", written, 50, 200)).isEqualTo(50);
        refused("limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "3fa85f6-45717-4562-b3fc-2c963f66afa6",
                "3fa85f645717-4562-b3fc-2c963f66afa6-",
                "3fa85f64-5717-4562-b3fc-2c963f66afag"
            })
    void anIdHasFiveGroupsOfItsLengths(String written) {
        assertThat(Parameters.pathId(written)).isEmpty();
        assertThat(parameters.uuid("model", written)).isEmpty();
        refused("model");
    }

    @Test
    void anIdHasLettersOfAnyCase() {
        String id = "3FA85F64-5717-4562-b3fc-2c963f66afa6";
        assertThat(Parameters.pathId(id)).contains(java.util.UUID.fromString(id));
    }

    @Test
    void absentAndBlankAreNotAtFault() {
        assertThat(parameters.instant("from", null)).isEmpty();
        assertThat(parameters.uuid("model", " ")).isEmpty();
        assertThat(parameters.limit("limit", "", 50, 200)).isEqualTo(50);
        parameters.check();
    }

    @Test
    void textHasTheLimitsThatItHasElsewhere() {
        assertThat(parameters.text("channel", "\uD83D\uDE00".repeat(100), 100)).isPresent();
        parameters.check();
        parameters.text("channel", "x".repeat(101), 100);
        parameters.text("userIdentifier", "a\0b", 100);
        refused("channel", "userIdentifier");
    }

    @Test
    void storedTextMayHaveInvisibleCharacters() {
        assertThat(parameters.storedText("userIdentifier", "a\u202Eb\u200B\n", 100))
                .contains("a\u202Eb\u200B\n");
        parameters.check();
        parameters.storedText("long", "x".repeat(101), 100);
        parameters.storedText("zero", "a\0b", 100);
        refused("long", "zero");
    }

    @Test
    void allFaultsComeTogether() {
        parameters.instant("from", "x");
        parameters.uuid("model", "1-1-1-1-1");
        parameters.choice("state", "x", "A, B", word -> Optional.empty());
        parameters.cursor("after", "x", Long::valueOf);
        refused("from", "model", "state", "after");
    }

    @Test
    void aRangeHasABeginningBeforeItsEnd() {
        parameters.requireOrder("from", Instant.EPOCH, Instant.EPOCH);
        refused("from");
    }

    private void refused(String... fields) {
        assertThatThrownBy(parameters::check)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.errors()).containsOnlyKeys(fields));
    }
}
