package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are repeated with the same idempotency key. */
class RunReplayTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void answersARepeatedRequestAgainAndChargesItOnce(Databases.Database database) throws IOException {
        for (String kept : List.of("keep", "none")) {
            RunFixture run = new RunFixture(database, kept);
            TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
            TranscriptionResult first = run.transcribe(command);
            TranscriptionResult second = run.transcribe(command);
            assertThat(first.replayed()).isFalse();
            assertThat(second.replayed()).isTrue();
            assertThat(second.instanceId()).isEqualTo(first.instanceId());
            assertThat(second.transcript()).isEqualTo(first.transcript()).isPresent();
            assertThat(second.segments())
                    .isEqualTo(RunFixture.withoutTokens(first))
                    .isNotEmpty();
            assertThat(second.cost().total()).isEqualByComparingTo(first.cost().total());
            assertThat(second.completionTokens()).isEqualTo(first.completionTokens());
            run.assertBalance("0.999668");
            assertThatThrownBy(() -> run.transcribe(RunFixture.command().claimedBy(run.claim("a key", "another"))))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(422));
            assertThat(String.valueOf(run.entities
                            .createNativeQuery("select min(sealed_answer) from idempotent_request")
                            .getSingleResult()))
                    .doesNotContain("scripted");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesASecondRequestWhileTheFirstRuns(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        List<Problem> refusals = new ArrayList<>();
        run.engine.meanwhile(() -> {
            try {
                run.transcribe(command);
            } catch (Problem refused) {
                refusals.add(refused);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        run.transcribe(command);
        assertThat(refusals).singleElement().satisfies(problem -> assertThat(problem.status())
                .isEqualTo(409));
        run.assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void runsAgainWhereTheFirstRequestFailed(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        run.engine.fails(new IllegalStateException());
        assertThatThrownBy(() -> run.transcribe(command)).isInstanceOf(IllegalStateException.class);
        run.engine.fails(null);
        assertThat(run.transcribe(command).replayed()).isFalse();
        run.assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void runsAgainWhereTheKeyIsOlderThanADay(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        TranscriptionResult first = run.transcribe(command);
        run.claims.clock =
                Clock.fixed(RunFixture.NOW.plus(IdempotencyClaims.KEPT).plusSeconds(1), ZoneOffset.UTC);
        assertThat(run.transcribe(command).instanceId()).isNotEqualTo(first.instanceId());
        run.assertBalance("0.999336");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void keepsTheKeysOfTwoCredentialsApart(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult first = run.transcribe(RunFixture.command().claimedBy(run.claim("a key", "digest")));
        IdempotencyClaim other = new IdempotencyClaim(run.caller.accountId(), "key:another", "a key", "digest");
        assertThat(run.transcribe(RunFixture.command().claimedBy(other)).instanceId())
                .isNotEqualTo(first.instanceId());
    }

    /** The retention period is shorter than the time that a key is valid, so the answer is also stored encrypted. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void answersFromTheEncryptedCopyWhereTheTranscriptIsPurged(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.instances.retention = TranscriptRetentions.of("keep", Duration.ofHours(1));
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        TranscriptionResult first = run.transcribe(command);
        Transcripts all = new Transcripts();
        all.entities = run.entities;
        all.corrections = CorrectionsTest.corrections(run.entities);
        all.retention = run.instances.retention;
        all.clock = Clock.fixed(RunFixture.NOW.plusSeconds(3601), ZoneOffset.UTC);
        assertThat(run.inTransaction(all::purge)).isEqualTo(1);
        TranscriptionResult again = run.transcribe(command);
        assertThat(again.transcript()).isEqualTo(first.transcript());
        assertThat(again.segments()).isEqualTo(RunFixture.withoutTokens(first)).isNotEmpty();
        run.inTransaction(() -> all.forget(run.caller, first.instanceId()));
        assertThat(run.transcribe(command).transcript()).isEmpty();
        assertThat(run.transcribe(command).segments()).isEmpty();
        List<?> documents = run.entities
                .createNativeQuery("select sealed_document from idempotent_request where sealed_document is not null")
                .getResultList();
        assertThat(documents).isEmpty();
    }

    /** Nodes of the version before store the text alone, and forget the text alone. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void answersWithoutSegmentsWhereOnlyTheTextIsStored(Databases.Database database) throws IOException {
        for (String kept : List.of("keep", "none")) {
            RunFixture run = new RunFixture(database, kept);
            TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
            TranscriptionResult first = run.transcribe(command);
            run.inTransaction(() -> {
                run.entities
                        .createNativeQuery("delete from transcript_document")
                        .executeUpdate();
                if (kept.equals("none")) {
                    run.entities
                            .createNativeQuery("update idempotent_request set sealed_document = null")
                            .executeUpdate();
                }
            });
            TranscriptionResult again = run.transcribe(command);
            assertThat(again.transcript())
                    .as(kept)
                    .isEqualTo(first.transcript())
                    .isPresent();
            assertThat(again.segments()).as(kept).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void segmentsAreNotReadWhereTheTextIsForgotten(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database, "none");
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        run.transcribe(command);
        run.inTransaction(() -> run.entities
                .createNativeQuery("update idempotent_request set sealed_answer = null")
                .executeUpdate());
        assertThat(run.transcribe(command).transcript()).isEmpty();
        assertThat(run.transcribe(command).segments()).isEmpty();
    }
}
