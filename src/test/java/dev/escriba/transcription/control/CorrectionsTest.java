package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.NoRequest;
import dev.escriba.transcription.entity.Correction;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorrectionsTest {

    private static final UUID NONE = UUID.fromString("7d4b2a90-3c1e-4f5a-8b6d-0e9f1a2b3c4d");

    static Corrections corrections(EntityManager entities) {
        Corrections corrections = new Corrections();
        corrections.entities = entities;
        corrections.clock = Clock.fixed(RunFixture.NOW, ZoneOffset.UTC);
        corrections.audit = NoRequest.audit(entities, corrections.clock);
        return corrections;
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theLastCorrectionOfASegmentCountsAndEachIsRecorded(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID instance = run.transcribe().instanceId();
        correct(run, instance, 0, "one");
        correct(run, instance, 0, "two");
        assertThat(of(run, instance))
                .isEqualTo(Map.of(0, new Correction(0, "two", run.caller.getName(), RunFixture.NOW)));
        assertThat(acts(run, instance)).containsExactly("TRANSCRIPT_CORRECTED", "TRANSCRIPT_CORRECTED");
        assertThat(run.row(instance).get(3)).as("the machine's text").isNotEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anUndoneCorrectionIsGoneAndAnAbsentOneIsNotRecorded(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID instance = run.transcribe().instanceId();
        undo(run, instance, 0);
        assertThat(acts(run, instance)).isEmpty();
        correct(run, instance, 0, "one");
        undo(run, instance, 0);
        assertThat(of(run, instance)).isEmpty();
        assertThat(acts(run, instance)).containsExactly("CORRECTION_UNDONE", "TRANSCRIPT_CORRECTED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aTextThatTheCallerHasNotSeenIsNotReplaced(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID instance = run.transcribe().instanceId();
        correct(run, instance, change("one", "machine"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> correct(run, instance, change("two", "machine")))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(409);
                    assertThat(problem.kind()).isEqualTo("instance.segment-changed");
                });
        assertThatExceptionOfType(Problem.class)
                .as("an undoing")
                .isThrownBy(() -> correct(run, instance, change("machine", "machine")));
        assertThat(texts(run)).containsExactly("one");
        correct(run, instance, change("two", "one"));
        assertThat(texts(run)).containsExactly("two");
        correct(run, instance, change("machine", "two"));
        assertThat(texts(run)).isEmpty();
        assertThat(acts(run, instance))
                .containsExactly("CORRECTION_UNDONE", "TRANSCRIPT_CORRECTED", "TRANSCRIPT_CORRECTED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aCorrectionThatTheCallerHasNotSeenIsNotUndone(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID instance = run.transcribe().instanceId();
        correct(run, instance, 0, "one");
        for (String other : List.of("machine", "One", "")) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> undo(run, instance, 0, Optional.of(other)))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo("instance.segment-changed"));
        }
        assertThat(texts(run)).containsExactly("one");
        undo(run, instance, 0, Optional.of("one"));
        assertThat(texts(run)).isEmpty();
        undo(run, instance, 0, Optional.of("machine"));
        assertThatExceptionOfType(Problem.class)
                .as("another person has undone it already")
                .isThrownBy(() -> undo(run, instance, 0, Optional.of("one")));
        assertThat(acts(run, instance)).containsExactly("CORRECTION_UNDONE", "TRANSCRIPT_CORRECTED");
    }

    private static Corrections.Change change(String text, String was) {
        return new Corrections.Change(0, "machine", text, Optional.of(was));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void correctionsAreDeletedWithTheirTranscript(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        UUID kept = run.transcribe().instanceId();
        UUID forgotten = run.transcribe().instanceId();
        correct(run, kept, 0, "kept");
        correct(run, forgotten, 0, "forgotten");
        Transcripts transcripts = new Transcripts();
        transcripts.entities = run.entities;
        transcripts.corrections = corrections(run.entities);
        transcripts.retention = TranscriptRetentions.of("keep", Duration.ofDays(30));
        transcripts.clock = Clock.fixed(RunFixture.NOW, ZoneOffset.UTC);
        run.inTransaction(() -> transcripts.forget(run.caller, forgotten));
        assertThat(texts(run)).containsExactly("kept");
        transcripts.clock = Clock.fixed(RunFixture.NOW.plus(Duration.ofDays(31)), ZoneOffset.UTC);
        run.inTransaction(transcripts::purge);
        assertThat(texts(run)).isEmpty();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> correct(run, forgotten, 0, "again"))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo("instance.transcript-not-kept"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> correct(run, NONE, 0, "again"));
    }

    /** A node of the version before forgets only the transcript. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void correctionsWithoutATranscriptAreNeitherReadNorKept(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult kept = run.transcribe();
        TranscriptionResult forgotten = run.transcribe();
        correct(run, kept.instanceId(), 0, "kept");
        correct(run, forgotten.instanceId(), 0, "forgotten");
        run.inTransaction(() -> run.entities
                .createNativeQuery("update instance set transcript = null, transcript_stored_at = null where id = '"
                        + forgotten.instanceId() + "'")
                .executeUpdate());
        assertThat(of(run, forgotten.instanceId())).isEmpty();
        Corrections corrections = corrections(run.entities);
        corrections.pageSize = 1;
        String first = run.inTransaction(() -> corrections.purge(""));
        String second = run.inTransaction(() -> corrections.purge(first));
        assertThat(second).isGreaterThan(first);
        assertThat(run.inTransaction(() -> corrections.purge(second))).isEqualTo(second);
        assertThat(texts(run)).containsExactly("kept");
    }

    private static void correct(RunFixture run, UUID instance, int segment, String text) {
        correct(run, instance, new Corrections.Change(segment, "machine", text, Optional.empty()));
    }

    private static void correct(RunFixture run, UUID instance, Corrections.Change change) {
        run.inTransaction(() -> corrections(run.entities).correct(run.caller, instance, change));
    }

    private static void undo(RunFixture run, UUID instance, int segment) {
        run.inTransaction(() -> corrections(run.entities).undo(run.caller, instance, segment));
    }

    private static void undo(RunFixture run, UUID instance, int segment, Optional<String> was) {
        correct(run, instance, new Corrections.Change(segment, "machine", "machine", was));
    }

    private static Map<Integer, Correction> of(RunFixture run, UUID instance) {
        return corrections(run.entities).of(instance);
    }

    private static List<Object> texts(RunFixture run) {
        List<?> texts = run.entities
                .createNativeQuery("select text from transcript_correction")
                .getResultList();
        return List.copyOf(texts);
    }

    private static List<Object> acts(RunFixture run, UUID instance) {
        List<?> acts = run.entities
                .createNativeQuery("select act from audit_event where subject = ? order by act")
                .setParameter(1, instance.toString())
                .getResultList();
        return List.copyOf(acts);
    }
}
