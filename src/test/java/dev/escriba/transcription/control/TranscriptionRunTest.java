package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run stores and passes on, and requests that are refused before a run begins. */
class TranscriptionRunTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void storesTheResultAndItsCost(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.says("es", "buenos días");
        TranscriptionResult result = run.transcribe();
        assertThat(result.transcript()).contains("buenos días");
        assertThat(result.cost().prompt()).isEqualByComparingTo("0.000312");
        assertThat(result.cost().completion()).isEqualByComparingTo("0.00002");
        assertThat(run.row(result.instanceId()))
                .containsExactly(
                        "SUCCEEDED",
                        run.caller.accountId(),
                        "es",
                        "buenos días",
                        3_125_000_000L,
                        2,
                        "ana",
                        null,
                        RunFixture.nowMicros(),
                        RunFixture.nowMicros());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsTheInstanceOfEachRunThatIsStored(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        List<UUID> told = new ArrayList<>();
        RunListener listener = RunListener.ofInstance(told::add);
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        TranscriptionResult first = run.transcribe(command, listener);
        run.transcribe(command, listener);
        assertThat(told).containsExactly(first.instanceId(), first.instanceId());
        run.engine.fails(new IllegalStateException());
        assertThatThrownBy(() -> run.transcribe(RunFixture.command(), listener))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).hasSize(3);
        assertThat(run.row(told.get(2))).startsWith("FAILED");
        run.starting = true;
        assertThatThrownBy(() -> run.transcribe(RunFixture.command(), listener)).isInstanceOf(Problem.class);
        assertThat(told).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsTheEngineTheAccountAndTheClaimedDuration(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();
        assertThat(run.asked.accountId()).isEqualTo(run.caller.accountId());
        assertThat(run.asked.claimed()).isBetween(Duration.ofMillis(3_120), Duration.ofMillis(3_130));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsTheInstanceBeforeTheSegments(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        List<String> told = new ArrayList<>();
        TranscriptionResult result = run.transcribe(
                RunFixture.command(),
                RunListener.of(instance -> told.add(instance.toString()), segment -> told.add(segment.text())));
        assertThat(told).containsExactly(result.instanceId().toString(), "scripted words");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aListenerThatThrowsEndsTheRunUnpaid(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        List<UUID> told = new ArrayList<>();
        assertThatThrownBy(() -> run.transcribe(RunFixture.command(), RunListener.of(told::add, segment -> {
                    throw Problem.of(404, "openai.translation");
                })))
                .isInstanceOf(Problem.class);
        assertThat(run.row(told.get(0)).get(0)).isEqualTo("FAILED");
        run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theLanguagesOfTheRequestNarrowThoseOfTheModel(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe(withLanguages("es"));
        assertThat(run.asked.languages()).containsExactly("es");
        run.transcribe();
        assertThat(run.asked.languages()).containsExactlyInAnyOrder("en", "es");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesALanguageThatTheModelDoesNotKnow(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        assertThatThrownBy(() -> run.transcribe(withLanguages("fr"))).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.kind()).isEqualTo("language.unknown");
            assertThat(problem.errors()).containsOnlyKeys("languages");
        });
        assertThat(run.placesTaken).isZero();
    }

    private static TranscriptionCommand withLanguages(String... languages) {
        return new TranscriptionCommand(
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Culture.EN,
                Optional.empty(),
                new TranscriptionOptions(Set.of(languages), List.of(), false, false));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesARunWhileTheModelsLoadAndStoresNothing(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.starting = true;
        assertThatThrownBy(() -> run.transcribe()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.kind()).isEqualTo("problem.starting");
            assertThat(problem.retryAfterSeconds()).contains("15");
        });
        for (String table : List.of("instance", "hold")) {
            assertThat(run.entities
                            .createNativeQuery("select count(*) from " + table + " where account_id = ?")
                            .setParameter(1, run.caller.accountId())
                            .getSingleResult())
                    .as(table)
                    .hasToString("0");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsWordsWhereTheRequestAsksForThem(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        assertThat(run.transcribe().segments()).flatMap(Segment::words).isEmpty();
        assertThat(run.transcribe(words()).segments())
                .flatMap(Segment::words)
                .extracting(Word::text)
                .containsExactly("scripted", "words");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesWordsThatTheModelCannotTellAndStoresNothing(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.knowsNoWords();
        Problem refused = refusal(() -> run.transcribe(words()));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).containsOnlyKeys("timestamp_granularities");
        assertThat(refused.kind()).isEqualTo("words.unsupported");
        assertThat(run.states()).isEmpty();
        run.assertBalance("1");
        assertThat(run.transcribe().segments()).isNotEmpty();
    }

    private static TranscriptionCommand words() {
        TranscriptionCommand plain = RunFixture.command();
        return new TranscriptionCommand(
                plain.modelId(),
                plain.prompt(),
                plain.userIdentifier(),
                plain.channel(),
                plain.culture(),
                plain.claim(),
                new TranscriptionOptions(Set.of(), List.of(), true, false));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void needsAPlaceBeforeItsMediaIsOpenedAndAfterItsModelIsFound(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.full = true;
        assertThat(refusal(() -> run.transcribeText(unknownModel())).status()).isEqualTo(404);
        Problem busy = refusal(() -> run.transcribeText(RunFixture.command()));
        assertThat(busy.kind()).isEqualTo("problem.busy");
        assertThat(busy.retryAfterSeconds()).contains("7");
        run.full = false;
        assertThat(refusal(() -> run.transcribeText(RunFixture.command())).kind())
                .isEqualTo("file.not-supported");
        assertThat(run.states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void returnsItsPlaceHoweverItEnds(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();
        assertThat(run.placesTaken).isZero();
        refusal(() -> run.transcribeText(RunFixture.command()));
        assertThat(run.placesTaken).isZero();
        run.engine.fails(new IllegalStateException("broken"));
        assertThatThrownBy(() -> run.transcribe()).hasMessage("broken");
        assertThat(run.placesTaken).isZero();
    }

    private static TranscriptionCommand unknownModel() {
        return new TranscriptionCommand(
                Optional.of(UUID.randomUUID()), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }

    private static Problem refusal(ThrowingCallable run) {
        return catchThrowableOfType(Problem.class, run);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesAnUnknownModelBeforeAnythingIsStored(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        assertThatThrownBy(() -> run.transcribe(unknownModel()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
        assertThat(run.states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void findsTheCallerOfAStoredKeyByItsSecretOnly(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        assertThat(run.inTransaction(() -> run.keys().findCaller(RunFixture.SECRET)))
                .contains(run.caller);
        assertThat(run.keys().findCaller(RunFixture.SECRET + "x")).isEmpty();
        assertThat(run.keys().findCaller("x".repeat(100_000))).isEmpty();
    }
}
