package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hold, the charge and the balance of a run. */
class RunBillingTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesTheCostOnceAndReleasesTheHold(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.says("es", "buenos días");
        TranscriptionResult result = run.transcribe();
        assertThat(result.cost().total()).isEqualByComparingTo("0.000332");
        run.assertBalance("0.999668");
        assertThat(run.ledgerLines())
                .containsExactly("CREDIT 1", "HOLD -0.000332", "RELEASE 0.000332", "CHARGE -0.000332");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesSpeechInAnUnknownLanguageByItsDuration(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.says("fr", "bonjour");
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("one", "digest"));
        for (int i = 0; i < 2; i++) {
            TranscriptionResult result = run.transcribe(command);
            assertThat(result.transcript()).contains("");
            assertThat(result.language()).isEmpty();
            assertThat(new StoredInstances(run.entities)
                            .find(run.caller.accountId(), Optional.empty(), result.instanceId())
                            .orElseThrow()
                            .language())
                    .isEqualTo("und");
        }
        run.assertBalance("0.999688");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void decodesNothingForAnAccountWithoutMoney(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.credit("-1");
        run.run.decoder = null;
        assertThatThrownBy(() -> run.transcribe())
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .containsOnlyKeys("insufficient_balance"));
        assertThat(run.states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void keepsTheAudioUntilTheRunEnds(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        AtomicLong kept = new AtomicLong();
        run.engine.meanwhile(() -> kept.set(run.run.audioStore.used()));
        run.transcribe();
        assertThat(kept).hasValueGreaterThan(100_000L);
        assertThat(run.run.audioStore.used()).isZero();

        run.engine.fails(new IllegalStateException("broken"));
        assertThatThrownBy(run::transcribe).hasMessage("broken");
        assertThat(run.run.audioStore.used()).isZero();
    }

    /** A run that is long may have to wait then, which it must not do with a decoder. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsTheDecodedLengthWhenAllItsAudioIsKept(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        List<String> told = new ArrayList<>();
        run.whenExpecting = length -> told.add(length + " " + (run.run.audioStore.used() > 100_000));
        run.transcribe();
        assertThat(told).containsExactly("PT3.125S false", "PT3.125S true");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void recognisesNothingForAnAccountWithTooLittleMoney(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.credit("-0.999669");
        run.engine.meanwhile(() -> {
            throw new AssertionError("recognised");
        });
        assertThatThrownBy(() -> run.transcribe()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).containsOnlyKeys("insufficient_balance");
        });
        run.engine.meanwhile(() -> {});
        assertThat(run.states()).isEmpty();
        run.assertBalance("0.000331");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void neverChargesMoreThanTheHold(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.promises(new TokenLimit(0, 1));
        run.engine.says("en", "more words than were promised");
        TranscriptionResult result = run.transcribe();
        assertThat(result.cost().total()).isEqualByComparingTo("0.000322");
        assertThat(result.completionTokens()).isEqualTo(5);
        run.assertBalance("0.999678");
    }
}
