package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.escriba.culture.entity.Culture;
import dev.escriba.models.control.Models;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs whose chosen model fails. */
class RunFallbackTest {

    private static EngineFailure timeout() {
        return new EngineFailure(504, "remote-timeout", Optional.empty());
    }

    private static EngineFailure cut() {
        return new EngineFailure(502, "remote-cut", Optional.of(Duration.ofSeconds(9)));
    }

    private static TranscriptionCommand fragile() {
        return with(RunFixture.FRAGILE);
    }

    private static TranscriptionCommand with(UUID model) {
        return new TranscriptionCommand(
                Optional.of(model), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }

    private static InstanceSummary stored(RunFixture run, UUID id) {
        return new StoredInstances(run.entities)
                .find(run.caller.accountId(), Optional.empty(), id)
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesTheModelThatAnsweredAndStoresWhichOneItWas(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.failing.put(RunFixture.FRAGILE, timeout());

        TranscriptionResult result = run.transcribe(fragile());

        assertThat(result.transcript()).contains("scripted words");
        assertThat(result.cost().total()).isEqualByComparingTo("0.000332");
        assertThat(run.ledgerLines())
                .as("the hold is the highest cost of the chain")
                .containsExactly("CREDIT 1", "HOLD -0.003325", "RELEASE 0.003325", "CHARGE -0.000332");
        InstanceSummary instance = stored(run, result.instanceId());
        assertThat(instance.modelId()).isEqualTo(RunFixture.FRAGILE.toString());
        assertThat(instance.answerer()).contains(Models.DETECTING.toString());
        assertThat(run.entities
                        .createNativeQuery("select model_id from price where id = ?1")
                        .setParameter(1, instance.priceId())
                        .getSingleResult())
                .isEqualTo(Models.DETECTING.toString());
        assertThat(run.placesTaken).isZero();
        assertThat(run.mostPlacesTaken)
                .as("no run waits for a place while it holds another one")
                .isEqualTo(1);
        run.assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theNextOneOfTheChainAnswersWhereTheFirstFailsToo(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.failing.put(RunFixture.FRAGILE, timeout());
        run.failing.put(Models.DETECTING, cut());

        TranscriptionResult result = run.transcribe(fragile());

        assertThat(result.cost().total()).isZero();
        InstanceSummary instance = stored(run, result.instanceId());
        assertThat(instance.answerer()).contains(RunFixture.FREE.toString());
        assertThat(instance.priceId()).isNull();
        run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aChainThatFailsAsAWholeAnswersTheFirstFailureAndCostsNothing(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.failing.put(RunFixture.FRAGILE, timeout());
        run.failing.put(Models.DETECTING, cut());
        run.failing.put(RunFixture.FREE, cut());

        EngineFailure failure = catchThrowableOfType(EngineFailure.class, () -> run.transcribe(fragile()));

        assertThat(failure.status()).isEqualTo(504);
        assertThat(run.entities
                        .createNativeQuery("select failure from instance")
                        .getSingleResult())
                .isEqualTo("remote-timeout");
        assertThat(run.placesTaken).isZero();
        run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theChosenModelIsChargedWhereItAnswers(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);

        TranscriptionResult result = run.transcribe(fragile());

        assertThat(result.cost().total()).isEqualByComparingTo("0.003325");
        InstanceSummary instance = stored(run, result.instanceId());
        assertThat(instance.answerer()).contains(RunFixture.FRAGILE.toString());
        run.assertBalance("0.996675");
    }

    /** An error of the request is not one of the model. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void noOtherModelTakesOverAfterAnErrorOfTheRequest(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.failing.put(RunFixture.FRAGILE, Problem.invalid("File", "file.undecodable"));

        Problem problem = catchThrowableOfType(Problem.class, () -> run.transcribe(fragile()));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(run.recognitions).isEqualTo(1);
        run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesARunThatTheAccountCannotPayThoughAFallbackIsCheaper(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.credit("-0.9997");
        run.failing.put(RunFixture.FRAGILE, timeout());

        Problem refused = catchThrowableOfType(Problem.class, () -> run.transcribe(fragile()));

        assertThat(refused.errors()).containsKey("insufficient_balance");
        run.assertBalance("0.0003");
    }

    /** Money that was there when the run was quoted may be gone when it is held. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aHoldThatOnlyAFallbackNeedsDoesNotRefuseTheRun(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        AtomicInteger told = new AtomicInteger();
        run.whenExpecting = length -> {
            // the second time is after the quote has read the balance
            if (told.incrementAndGet() == 2) {
                run.credit("-0.999");
            }
        };

        TranscriptionResult result = run.transcribe(with(RunFixture.THRIFTY));

        assertThat(told).hasValue(2);
        assertThat(result.cost().total()).isEqualByComparingTo("0.000332");
        assertThat(run.ledgerLines()).contains("HOLD -0.000332").doesNotContain("HOLD -0.003325");
        run.assertBalance("0.000668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatTheChosenModelCannotPayIsRefusedNevertheless(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        AtomicInteger told = new AtomicInteger();
        run.whenExpecting = length -> {
            if (told.incrementAndGet() == 2) {
                run.credit("-0.9999");
            }
        };

        Problem refused = catchThrowableOfType(Problem.class, () -> run.transcribe(with(RunFixture.THRIFTY)));

        assertThat(refused.errors()).containsKey("insufficient_balance");
        assertThat(run.states()).isEmpty();
        run.assertBalance("0.0001");
    }

    /** An engine that uses more tokens than it said is charged for those that it said, whatever the chain holds. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesAtMostTheBoundOfTheModelThatAnswers(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.promises(new TokenLimit(0, 0));

        TranscriptionResult result = run.transcribe(with(RunFixture.THRIFTY));

        assertThat(result.cost().total()).isEqualByComparingTo("0.000312");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesARecordingThatIsTooLongForTheModel(Databases.Database database) {
        RunFixture run = new RunFixture(database);

        Problem refused = catchThrowableOfType(Problem.class, () -> run.transcribe(with(RunFixture.LIMITED)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors().get("File").key()).isEqualTo("model.too-long");
        assertThat(run.recognitions).isZero();
        assertThat(run.states()).isEmpty();
    }
}
