package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.TranscriptDocument;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The retention of the transcript of a run. */
class RunTranscriptTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void purgesATranscriptAfterItsRetentionPeriod(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult result = run.transcribe();
        StoredInstances stored = new StoredInstances(run.entities);
        Transcripts all = new Transcripts();
        all.entities = run.entities;
        all.corrections = CorrectionsTest.corrections(run.entities);
        all.retention = TranscriptRetentions.of("keep", Duration.ofDays(30));
        all.clock = Clock.fixed(RunFixture.NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);
        assertThat(run.inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(result.instanceId())).contains("scripted words");
        assertThat(stored.document(result.instanceId()))
                .contains(new TranscriptDocument(RunFixture.withoutTokens(result)));
        assertThat(stored.peaks(result.instanceId()).orElseThrow().numbers()).hasSize(32);
        assertThat(IntStream.of(stored.peaks(result.instanceId()).orElseThrow().numbers()))
                .anyMatch(peak -> peak > 50);
        all.clock = Clock.fixed(RunFixture.NOW.plus(Duration.ofDays(30)).plusSeconds(1), ZoneOffset.UTC);
        assertThat(run.inTransaction(all::purge)).isEqualTo(1);
        assertThat(run.inTransaction(all::purge)).isZero();
        assertThat(stored.transcript(result.instanceId())).isEmpty();
        assertThat(documents(run)).isZero();
        assertThat(stored.find(run.caller.accountId(), Optional.empty(), result.instanceId())
                        .orElseThrow()
                        .cost())
                .isPresent();
        run.assertBalance("0.999668");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void storesNoSegmentsWhereNoTranscriptIsKept(Databases.Database database) throws IOException {
        new RunFixture(database, "none").transcribe();
        RunFixture silent = new RunFixture(database);
        silent.engine.says("en", "");
        TranscriptionResult result = silent.transcribe();
        assertThat(new StoredInstances(silent.entities).transcript(result.instanceId()))
                .contains("");
        assertThat(documents(silent)).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void forgetsTheSegmentsWithTheTranscript(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult kept = run.transcribe();
        TranscriptionResult forgotten = run.transcribe();
        run.inTransaction(() -> transcripts(run).forget(run.caller, forgotten.instanceId()));
        StoredInstances stored = new StoredInstances(run.entities);
        assertThat(stored.document(forgotten.instanceId())).isEmpty();
        assertThat(stored.peaks(forgotten.instanceId())).isEmpty();
        assertThat(stored.document(kept.instanceId())).isPresent();
        assertThat(documents(run)).isEqualTo(1);
    }

    /** A node of the version before forgets only the transcript. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void segmentsWithoutATranscriptAreNeitherReadNorKept(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult kept = run.transcribe();
        TranscriptionResult forgotten = run.transcribe();
        run.inTransaction(() -> run.entities
                .createNativeQuery("update instance set transcript = null, transcript_stored_at = null where id = '"
                        + forgotten.instanceId() + "'")
                .executeUpdate());
        StoredInstances stored = new StoredInstances(run.entities);
        assertThat(stored.document(forgotten.instanceId())).isEmpty();
        assertThat(stored.peaks(forgotten.instanceId())).isEmpty();
        Transcripts all = transcripts(run);
        all.pageSize = 1;
        List<String> ends = new ArrayList<>(List.of(""));
        for (int page = 0; page < 3; page++) {
            ends.add(run.inTransaction(() -> all.purgeDocuments(ends.get(ends.size() - 1))));
        }
        List<String> ids = Stream.of(kept, forgotten)
                .map(result -> result.instanceId().toString())
                .sorted()
                .toList();
        assertThat(ends).as("one row each, and the end").containsExactly("", ids.get(0), ids.get(1), ids.get(1));
        assertThat(stored.document(kept.instanceId())).isPresent();
        assertThat(documents(run)).isEqualTo(1);
    }

    private static Transcripts transcripts(RunFixture run) {
        Transcripts all = new Transcripts();
        all.entities = run.entities;
        all.corrections = CorrectionsTest.corrections(run.entities);
        all.retention = TranscriptRetentions.of("keep", Duration.ofDays(30));
        all.clock = Clock.fixed(RunFixture.NOW, ZoneOffset.UTC);
        return all;
    }

    private static long documents(RunFixture run) {
        return ((Number) run.entities
                        .createNativeQuery("select count(*) from transcript_document")
                        .getSingleResult())
                .longValue();
    }
}
